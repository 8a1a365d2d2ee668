"""Is a registry notice one of our clause, and does it give or take back the consent?

Only an entry of the clause that stands is a consent. Drafts, exits, annulments and
changes of state are not; what asks to be taken off is a leave that a person confirms.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from rules.intent.heard import heard
from rules.mail.opened import Opened
from rules.mail.small_print import is_of_law
from rules.registry.deposit import Notice
from rules.registry.labels import EXIT_SHAPE
from rules.text.folding import clean, fold
from rules.text.patterns import word_set
from rules.text.tokens import Text
from rules.vocabulary.clause import (
    ANSWER_BY,
    CLAUSE,
    LIST,
    NAMED,
    OTHER_PURPOSE,
    TITLE,
    is_about_list,
    is_blank_matter,
    is_generic_matter,
)
from rules.vocabulary.lists import FOREIGN_LIST, named_as_list
from rules.vocabulary.other_meanings import WEAK, find_other, without_adjectives


class Bearing(Enum):
    """What a notice means for the list."""

    CONSENT = "consent"
    REVOCATION = "consent revoked"
    EXIT = "outgoing entry"
    DRAFT = "not yet presented"
    ANNULLED = "annulled or changed"
    BOTH = "joining and leaving at once"
    OTHER_CLAUSE = "consent for another purpose"
    ELSEWHERE = "another procedure"
    GENERIC = "a request that says not for what"
    ABOUT = "of list or data, but not the clause"
    UNSAID = "procedure not said"
    JOINING = "asks to join without the clause"
    MENTION = "the enclosure mentions the list"


NOT_OURS: Final = frozenset({Bearing.ELSEWHERE, Bearing.GENERIC})
"""Nothing of it speaks of the clause or the list."""

_DRAFT: Final = re.compile(
    r"\b(?:esborrany|borrador|incomplet|no es valida|tramit iniciat|falta (?:de |la )?(?:signatura|firma)|"
    r"(?:no (?:s'ha |se ha |esta )?|sense |sin |falta |pend(?:ent|iente) de )"
    r"(?:signa|firma|presenta|registra)(?:r|t|d[ao])\b)"
)
_ANNULLED: Final = re.compile(
    r"\b(?:anul.{0,3}l?a(?:t|da|do|cio)|anul.{0,3}l?\w{1,3} (?:l'|la |el )?(?:entr|assent|regist|anot|asi)|"
    r"(?:hem d'|se )anul|annul|rebuig|rebutja[td]|rechazad|refusa[td]|desisti|invalida|canvia?t? d'estat|"
    r"cambi\w{1,4} de estado|d'esmena|esmenar|subsana|(?<!originals )(?<!paper )(?<!papers )arxivat|"
    r"archivado|retorna[td]|devuelt|caducat|duplica[td]|rectifi[qc][ou]|correg[ie]|sense efecte l')"
)
_REVOKED: Final = re.compile(
    r"\b(?:baix[ae]s?\b|baja\b|revo[cq]|retir|sense efecte|sin efecto|desisti|supr[ei]|cancel|esborr|"
    r"elimin|oposici|no (?:se |em |me )?(?:vull|vol|quier|dese|desitj|rebre|recibir|envi|mand)|"
    r"de(?:ix|j)\w{1,3} de re)"
)
_RIGHTS: Final = re.compile("podeu|podra|exercir|ejercer|en qualsevol moment|drets? d")
_ALTA: Final = re.compile(r"\baltes|alta\b(?! tensio)")
_BAIXA: Final = re.compile(r"\bbaix[ae]s?\b|\bbaja\b")


_HEADING: Final = 6
"""Lines of a paper that say what it is; what follows are people's data and small print."""
_PLEADS: Final = re.compile(r"^\W{0,4}(?:instancia|expos|sol.?lici|demano?\b)", re.MULTILINE)
_PRESENTS: Final = re.compile(
    r"^\W{0,4}(?:expos|sol.?lici|deman)\w{0,3}\b[ :]{0,3}\n?[^\n]{0,60}\b(?:present|aport|incorpor|adjunt|"
    r"autorit)\w{1,3}\b[^\n]{0,40}\b(?:clausula|consentim)",
    re.MULTILINE,
)
"""An "instància" that presents the clause is the clause."""
_REFUSES: Final = re.compile("^.{0,200}(?:autori|consent|accept).{0,200}: no$", re.MULTILINE)


def refuses(paper: Opened) -> bool:
    """Whether the form leaves its box of consent unticked; those of other purposes do not count."""
    found = _REFUSES.findall(fold(clean(paper.fields)))
    return any(not OTHER_PURPOSE.search(line) for line in found)


def bearing_of(paper: Opened) -> Bearing:
    """What an attached paper means: the clause of the list by its heading, or one that speaks of the list."""
    lines = [
        line for line in fold(clean(paper.text)).split("\n") if line.strip() and not _RIGHTS.search(line)
    ]
    heading, fields = "\n".join(lines[:_HEADING]), fold(clean(paper.fields))
    if not LIST.search("\n".join((*lines, fields))):
        return Bearing.ELSEWHERE
    whole = "\n".join(lines)
    is_clause = bool(TITLE.search(heading)) and not _PLEADS.search(whole)
    is_theirs = not OTHER_PURPOSE.search(heading) and not refuses(paper)
    if not (is_clause or _PRESENTS.search(f"{whole}\n{fields}")) or not is_theirs:
        return Bearing.MENTION
    return _asked(f"{heading}\n{fields}")


_CARRIES: Final = re.compile(r"certificat|certificado|document")
"""With what something is signed or sent, which says nothing of its matter."""
_A_CLAUSE: Final = re.compile(r"\bclausul\w{1,2}\b")


@dataclass(frozen=True, slots=True)
class _Words:
    """A notice's folded words, each where it stands; `text` is read where no label gives the matter.

    `attached` are the names of its files, `files` those that its text lists as well.
    """

    subject: str
    matter: str
    plea: str
    text: str
    attached: str
    files: str

    @property
    def asked(self) -> str:
        """What tells of the entry's matter."""
        told = f"{self.subject}\n{self.matter}\n{self.plea}"
        return told if self.matter or self.plea else f"{self.subject}\n{self.text}"

    @property
    def is_said(self) -> bool:
        """Whether what should tell of the matter names the clause or the list."""
        told = f"{self.subject}\n{self.matter}\n{self.plea}"
        return _names_us(told) or not (self.matter or not is_about_list(self.text))

    @property
    def is_elsewhere(self) -> bool:
        """Whether its label gives another matter, and nothing that tells of it names the list."""
        other = find_other(self.matter)
        is_strong = other is not None and other.group() not in WEAK and not _CARRIES.match(other.group())
        is_other = (is_strong or OTHER_PURPOSE.search(self.matter)) and not _A_CLAUSE.search(self.plea)
        return bool(is_other) and not (_names_us(self.matter) or LIST.search(f"{self.asked}\n{self.files}"))

    @property
    def is_filed(self) -> bool:
        """Whether only the name of a file speaks of us: of the list, where the matter is another one.

        Every form has its clause on data.
        """
        is_elsewhere = find_other(f"{self.matter}\n{self.plea}") and not LIST.search(self.files)
        return not self.is_said and not is_elsewhere and _names_us(self.files)

    @property
    def is_filed_alone(self) -> bool:
        """Whether only the name of a file says of what the entry is."""
        if not self.is_filed or find_other(f"{self.matter}\n{self.plea}"):
            return False
        return bool(LIST.search(self.files) and TITLE.search(self.files)) or is_blank_matter(self.matter)


def _words_of(notice: Notice, subject: str, text: str, files: tuple[str, ...], channel: str) -> _Words:
    """The words of a notice; a line that names clause and list is its plea where no label gives any."""

    def known(words: str) -> str:
        return ANSWER_BY.sub("~", named_as_list(fold(clean(words)), channel))

    text = _without_small_print(known(notice.rows or text))
    attached = _as_words(" ".join(files))
    listed = _as_words("\n".join(_FILE_NAME.findall(text)))
    matter, plea = known(notice.matter), _without_rights(known(notice.plea))
    plea = plea if plea.strip() or not is_blank_matter(matter) else _lines_near(text)
    return _Words(known(subject), matter, plea, text, attached, f"{attached}\n{listed}")


def bearing(notice: Notice, *, subject: str, text: str, files: tuple[str, ...], channel: str = "") -> Bearing:
    """What the notice means; *text* is read where no label gives the matter, *channel* is the list's name."""
    words = _words_of(notice, subject, text, files, channel)
    if not (words.is_said or words.is_filed or _lines_near(words.text)):
        return _of_no_clause(notice, words)
    if words.is_elsewhere:
        return Bearing.ELSEWHERE
    if _is_exit(notice, words.subject):
        return Bearing.EXIT
    if _DRAFT.search(f"{words.subject}\n{words.text}"):
        return Bearing.DRAFT
    if _is_annulled(notice, words.subject, words.text):
        return Bearing.ANNULLED
    is_named_above = LIST.search(f"{words.subject}\n{words.matter}\n{words.files}") or _lines_near(words.text)
    if OTHER_PURPOSE.search(words.matter) and not is_named_above:
        is_named = NAMED.search(f"{words.plea}\n{words.text}")
        return Bearing.OTHER_CLAUSE if is_named else Bearing.ELSEWHERE
    if _is_of_others(words.asked, f"{words.asked}\n{words.attached if words.is_said else words.files}"):
        is_matter = OTHER_PURPOSE.search(words.matter) and not LIST.search(words.matter)
        return Bearing.ELSEWHERE if is_matter else Bearing.OTHER_CLAUSE
    return _of_ours(words)


def settled(
    notice: Notice, *, subject: str, text: str, files: tuple[str, ...], channel: str = ""
) -> tuple[Notice, Bearing]:
    """The notice and what it means; of a summary only the entries of ours, each judged by itself."""
    if not notice.parts:
        return notice, bearing(notice, subject=subject, text=text, files=files, channel=channel)
    told = subject if is_about_list(subject) else ""
    judged = [
        (
            part.notice,
            bearing(
                part.notice,
                subject="" if is_about_list(part.text) else part.heading or told,
                text=part.text,
                files=(),
                channel=channel,
            ),
        )
        for part in notice.parts
    ]
    ours = [(one, means) for one, means in judged if means not in _NOT_OF_LIST]
    if not ours:
        return notice, judged[0][1]
    kept = replace(notice, deposits=tuple(d for one, _ in ours for d in one.deposits))
    around = _around(fold(clean(subject)), fold(clean(notice.outside)))
    return kept, _together({means for _, means in ours}) if around is None else around


_NOT_OF_LIST: Final = frozenset(
    {Bearing.ELSEWHERE, Bearing.GENERIC, Bearing.OTHER_CLAUSE, Bearing.EXIT, Bearing.UNSAID}
)
_GRAVEST: Final = (Bearing.ANNULLED, Bearing.DRAFT, Bearing.BOTH, Bearing.ABOUT)


def _around(subject: str, outside: str) -> Bearing | None:
    """What is said around the entries of a summary against all of them."""
    told = f"{subject}\n{outside}"
    if EXIT_SHAPE.search(subject.upper()) or re.search(r"\b(?:sortid|salid)(?:a|es|as)\b", subject):
        return Bearing.EXIT
    if _ANNULLED.search(_FILED.sub("~", told)) or _MENDED.search(subject):
        return Bearing.ANNULLED
    return Bearing.DRAFT if _DRAFT.search(told) else None


_FILED: Final = re.compile(r"\b(?:originals|originales)\b[^.\n]{0,30}\b(?:arxivats?|archivad[oa]s?)")
"""Papers that lie in a folder: nothing is said of an entry."""


def _together(meant: set[Bearing]) -> Bearing:
    """What entries of several meanings mean as one."""
    gravest = next((means for means in _GRAVEST if means in meant), None)
    if gravest is None and len(meant) > 1:
        return Bearing.ABOUT if Bearing.JOINING in meant else Bearing.BOTH
    return gravest or meant.pop()


def _of_no_clause(notice: Notice, words: _Words) -> Bearing:
    """What a notice means that never speaks of us."""
    if _says_nothing(notice, words.subject, words.text):
        return Bearing.UNSAID
    is_open = is_generic_matter(words.matter, f"{words.subject}\n{words.text}")
    return Bearing.GENERIC if is_open else Bearing.ELSEWHERE


def _of_ours(words: _Words) -> Bearing:
    """What a standing entry means that speaks of the clause or the list."""
    if find_other(words.matter) and not _names_us(words.matter):
        return Bearing.ABOUT
    is_denied = _DENIES.search(words.asked) or _REFUSES.search(words.text)
    is_other_wish = _OTHER_WISH.search(words.asked) and not _REVOKED.search(words.asked)
    if is_denied or is_other_wish or not (words.is_said or words.is_filed_alone):
        return Bearing.ABOUT
    whole = f"{words.asked}\n{words.files}"
    means = _asked(whole)
    if means is not Bearing.CONSENT or _is_given(whole):
        return means
    return Bearing.JOINING if LIST.search(whole) and _JOINING.search(words.asked) else Bearing.ABOUT


_FILE_NAME: Final = re.compile(r"[^\n:;,()|\"<>]{1,120}\.(?:pdf|jpe?g|zip|xml)\b")
"""The name of a file that a notice lists, in folded text."""


def _as_words(names: str) -> str:
    """Names of files as folded words."""
    return fold(clean(names)).replace("_", " ").replace("-", " ")


def _names_us(folded: str) -> bool:
    return bool(LIST.search(folded) or CLAUSE.search(folded))


def _lines_near(text: str) -> str:
    """The lines that name both clause and list, whatever stands before them: no request is passed over."""
    lines = text.split("\n")
    return "\n".join(
        line for line in lines if (LIST.search(line) and TITLE.search(line)) or _NEWS.search(line)
    )


_NEWS: Final = re.compile(
    r"\b(?:rebre|recib\w{1,4})\b[^.]{0,40}\b(?:avisos|informaci\w{1,3})\b[^.]{0,60}\b(?:mobils?|movil)\b"
)
"""Who wants, or does not want, the town's news on a telephone, without a word for the list."""


_STRONG: Final = re.compile(
    r"\b(?:co[nm]s?[sc]ent\w{2,9}|cl[au]{1,3}[sz]{1,2}[uo]l{1,2}\w{0,3}|autorit?z\w{1,9}|lopd\w{0,3})\b"
)
_JOINING: Final = re.compile(r"\balta\b|\b(?:adhe|inscri|s[ou]bs?cri|apunt)")
_OTHER_WISH: Final = re.compile(
    r"\b(?:queix|reclama|suggeri|consult(?:a|es)\b|pregunt|informacio publica|canvi\w{0,3} d|modifica|"
    r"actualitza|contract|factur|exercici de|drets? d'acces|portabili)"
)
_DENIES: Final = re.compile(r"\bno (?:us |els |hi )?(?:autori|consent|accept|acept)")
_OF_ANY_ENTRY: Final = word_set("""
    adjunt adjunta adjunto adjuntos adjunts ajuntament al amb annex annexos anotacio anotacion asiento
    assentament avis aviso avisos ayuntamiento bustia creat de del dels distribucio document documento
    documentos documents eacat el electronic electronica element elements els en entrada formulari fwd
    general generic generica gestiona ha info informacio informacion instancia jpeg jpg justificant la
    les licitud municipal nou nova nueva nuevo num numero pdf per png presenta presentacio presentada
    presentat re rebut regage registral registrat registre registro rv servei servicio signada signat
    sol solicitud te teniu tram tramit un una xml zip
    """)
"""Words that a notice has of whatever entry."""
_WORD: Final = re.compile(r"[a-z]+")


def _is_of_any_entry(text: str) -> bool:
    """Whether no word of a folded text says what an entry is of."""
    return all(len(word) == 1 or word in _OF_ANY_ENTRY for word in _WORD.findall(text))


def _is_of_others(asked: str, whole: str) -> bool:
    """Whether the consent is for another purpose, or for the list of somebody else."""
    if FOREIGN_LIST.search(asked):
        return True
    return bool(OTHER_PURPOSE.search(whole)) and not LIST.search(whole)


def _is_given(whole: str) -> bool:
    """Whether the words give the consent: the clause, or only the list's name. Who only joins gives none."""
    if _STRONG.search(whole) or (LIST.search(whole) and _DECLARES.search(whole)):
        return True
    return bool(LIST.search(whole)) and _is_of_any_entry(LIST.sub("", whole))


_DECLARES: Final = re.compile(r"\bdeclaraci\w{1,2}\b")


def _says_nothing(notice: Notice, subject: str, text: str) -> bool:
    """Whether neither label nor subject nor a sentence says what was presented."""
    if notice.matter.strip() or notice.plea.strip() or not _is_of_any_entry(subject):
        return False
    return len(text) < 400 if notice.has_labels or "://" in text else _is_of_any_entry(text)


def _without_small_print(text: str) -> str:
    """The text without its paragraphs of small print and its lines on rights."""
    kept = (part for part in re.split(r"\n[ ~]*\n", text) if not is_of_law(part.split("\n", 1)[0]))
    return _without_rights("\n\n".join(kept))


def _without_rights(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not (_RIGHTS.search(line) or is_of_law(line)))


def _asked(asked: str) -> Bearing:
    asked = without_adjectives(asked)
    if _ALTA.search(asked) and _BAIXA.search(asked):
        return Bearing.BOTH
    if _REVOKED.search(asked):
        return Bearing.REVOCATION
    leave = heard(Text(), Text(asked))
    return Bearing.REVOCATION if leave is not None and leave.is_wish else Bearing.CONSENT


def _is_exit(notice: Notice, subject: str) -> bool:
    kind = fold(notice.kind)
    if notice.is_outgoing or re.search(r"\b(?:sortida|salida)\b", kind):
        return True
    return bool(re.search(r"\b(?:sortida|salida)\b", subject) or EXIT_SHAPE.search(subject.upper()))


_MENDED: Final = re.compile(
    r"\b(?:rectifica|modifica|correcci|esmena)\w{0,4} de[l ]?.{0,4}(?:assent|anot|regist|entr|asi)"
)


def _is_annulled(notice: Notice, subject: str, text: str) -> bool:
    if _ANNULLED.search(f"{subject}\n{text}") or _MENDED.search(subject):
        return True
    return any(word.startswith(_ENDED) for word in _WORD.findall(fold(notice.state)))


_ENDED: Final = tuple(
    word_set(
        "anul rebutj rechaz esmen subsan retorn devuel tanca esborr borrador deneg desestim inadm suspes"
    )
)
"""How the word for a state begins in which no entry stands."""
