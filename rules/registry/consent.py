"""Is a registry notice one of our clause, and does it give or take back the consent?

Only an entry of the clause that stands is a consent. Drafts, exits, annulments and
changes of state are not; what asks to be taken off is a leave that a person confirms.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from rules.intent.heard import heard
from rules.lexicon.verbs import JOIN_NOUNS
from rules.mail.opened import Opened
from rules.mail.small_print import is_of_law
from rules.registry.deposit import Notice
from rules.registry.labels import EXIT_SHAPE
from rules.text.folding import clean, fold
from rules.text.patterns import word_set
from rules.text.tokens import Text, as_text
from rules.vocabulary.clause import (
    ANSWER_BY,
    LIST,
    OF_ANY_PAPER,
    OTHER_PURPOSE,
    TITLE,
    is_about_list,
    is_blank_matter,
    is_generic_matter,
)
from rules.vocabulary.lists import FOREIGN_LIST, NAME, named_as_list
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

_WORD: Final = re.compile(r"[a-z]+")
_DRAFTS: Final = ("esborrany", "borrador", "incomplet")
_LODGED: Final = ("signa", "firma", "presenta", "registra", "valid")
_CONSENTS: Final = ("autori", "consent", "accept", "acept")
_LACKING: Final = word_set("no sense sin falta pendent pendiente")
_NEAR: Final = 4
"""Words from "no" to what is denied: "no dono el consentiment"."""
_ANNULLED: Final = tuple(
    word_set("""
        anul annul rebuig rebutja rechaz refusa desisti invalida esmena subsana retorna devuel caduca
        duplica rectifiq rectifico correg
    """)
)
_ENDED: Final = (*_ANNULLED, *word_set("tanca esborrat deneg desestim inadm suspes arxiv archiv"))
"""How the word for a state begins in which no entry stands; a matter that says so is no consent."""
_MENDED: Final = ("rectific", "modific", "correcci", "esmena")
_REVOKED: Final = tuple(word_set("revoc revoq retir desisti supr cancel esborr elimin oposici"))
_RECEIVES: Final = ("rebre", "recib")
_BAIXA: Final = word_set("baixa baixes baja bajas")
_OTHER_WISH: Final = tuple(
    word_set("""
        queix reclama suggeri consulta pregunt canvi modific actualitz contract factur exercici portabili
        impugn
    """)
)
_OUT: Final = word_set("sortida sortides salida salidas")
_RIGHTS: Final = ("podeu", "podra", "exercir", "ejercer", "en qualsevol moment", "drets d", "dret d")
_UNDONE: Final = ("d'estat", "de estado", "sense efecte l'")
_GIVES: Final = ("autoritz", "autoriz", "lopd", "declaraci")
_JOINS: Final = ("alta", "adhe", "inscri", "subscri", "suscri", "apunt")
_PLEADS: Final = ("instancia", "expos", "sol·lici", "sol.lici", "solici", "demano ")
_PRESENTS: Final = re.compile(
    r"^\W{0,4}(?:expos|sol.?lici|deman)\w{0,3}\b[ :]{0,3}\n?[^\n]{0,60}\b(?:present|aport|incorpor|adjunt|"
    r"autorit)\w{1,3}\b[^\n]{0,40}\b(?:clausula|consentim)",
    re.MULTILINE,
)
"""An "instància" that presents the clause is the clause."""
_HEADING: Final = 6
"""Lines of a paper that say what it is; what follows are people's data and small print."""
_FILE_NAME: Final = re.compile(r"[^\n:;,()|\"<>]{1,120}\.(?:pdf|jpe?g|zip|xml)\b")
"""The name of a file that a notice lists, in folded text."""
_NEWS: Final = re.compile(
    r"\b(?:rebre|recib\w{1,4})\b[^.]{0,40}\b(?:avisos|informaci\w{1,3})\b[^.]{0,60}\b(?:mobils?|movil)\b"
)
"""Who wants, or does not want, the town's news on a telephone, without a word for the list."""


def _begins(text: str, stems: tuple[str, ...]) -> bool:
    """Whether a word of a folded text begins with one of the stems."""
    return any(word.startswith(stems) for word in _WORD.findall(text))


def _lacks(text: str, stems: tuple[str, ...]) -> bool:
    """Whether a folded text says "no", or "without", of what begins with one of the stems."""
    return any(
        one.startswith(stems)
        for line in text.split("\n")
        for words in (_WORD.findall(line),)
        for j, word in enumerate(words)
        if word in _LACKING
        for one in words[j + 1 : j + 1 + _NEAR]
    )


def _is_of_rights(line: str) -> bool:
    return any(words in line for words in _RIGHTS)


def refuses(paper: Opened) -> bool:
    """Whether the form leaves its box of consent unticked; those of other purposes do not count."""
    return any(not OTHER_PURPOSE.search(line) for line in _refused(fold(clean(paper.fields))))


def _refused(text: str) -> list[str]:
    """The lines of a form that say no to a consent."""
    return [line for line in text.split("\n") if line.endswith(": no") and _begins(line, _CONSENTS)]


def bearing_of(paper: Opened) -> Bearing:
    """What an attached paper means: the clause of the list by its heading, or one that speaks of the list."""
    lines = [line for line in fold(clean(paper.text)).split("\n") if line.strip() and not _is_of_rights(line)]
    heading, fields = "\n".join(lines[:_HEADING]), fold(clean(paper.fields))
    whole = "\n".join((*lines, fields))
    if not LIST.search(whole):
        return Bearing.ELSEWHERE
    pleads = any(line.strip(" *-:").startswith(_PLEADS) for line in lines)
    is_clause = bool(TITLE.search(heading)) and not pleads
    is_theirs = not OTHER_PURPOSE.search(heading) and not refuses(paper)
    if not (is_clause or _PRESENTS.search(whole)) or not is_theirs:
        return Bearing.MENTION
    return _asked(f"{heading}\n{fields}")


@dataclass(frozen=True, slots=True)
class _Words:
    """A notice's folded words, each where it stands; `text` is read where no label gives the matter.

    `near` are its lines that name clause and list, whatever stands before them: no request is passed over.
    `files` are the names of its files, those that its text lists as well.
    """

    subject: str
    matter: str
    plea: str
    text: str
    near: str
    files: str

    @property
    def asked(self) -> str:
        """What tells of the entry's matter."""
        told = f"{self.matter}\n{self.plea}" if self.matter or self.plea else self.text
        return f"{self.subject}\n{told}"

    @property
    def whole(self) -> str:
        """The same, and the names of its files."""
        return f"{self.asked}\n{self.files}"

    @property
    def is_said(self) -> bool:
        """Whether what should tell of the matter names the clause or the list."""
        return is_about_list(self.asked) or (not self.matter and is_about_list(self.text))

    @property
    def is_elsewhere(self) -> bool:
        """Whether its label gives another matter, and nothing that tells of it names the list."""
        other = find_other(self.matter)
        is_strong = other is not None and other.group() not in WEAK
        is_other = (is_strong or OTHER_PURPOSE.search(self.matter)) and "clausul" not in self.plea
        return bool(is_other) and not (is_about_list(self.matter) or LIST.search(self.whole))

    @property
    def is_filed(self) -> bool:
        """Whether only the name of a file speaks of us: of the list, where the matter is another one.

        Every form has its clause on data.
        """
        is_ours = LIST.search(self.files) or not self.names_other
        return bool(is_ours) and not self.is_said and is_about_list(self.files)

    @property
    def is_filed_alone(self) -> bool:
        """Whether only the name of a file says of what the entry is."""
        is_clear = _names_both(self.files) or is_blank_matter(self.matter)
        return self.is_filed and not self.names_other and is_clear

    @property
    def names_other(self) -> bool:
        """Whether matter or plea name another matter."""
        return find_other(f"{self.matter}\n{self.plea}") is not None


def _words_of(notice: Notice, files: tuple[str, ...], channel: str) -> _Words:
    """The words of a notice; a line that names clause and list is its plea where no label gives any."""

    def known(words: str) -> str:
        return ANSWER_BY.sub("~", named_as_list(fold(clean(words)), channel))

    text = _without_small_print(known(notice.text))
    matter, plea = known(notice.matter), _without_rights(known(notice.plea))
    names = "\n".join((" ".join(files), *_FILE_NAME.findall(text)))
    near = "\n".join(line for line in text.split("\n") if _NEWS.search(line) or _names_both(line))
    return _Words(
        subject=known(notice.subject),
        matter=matter,
        plea=plea if plea.strip() or not is_blank_matter(matter) else near,
        text=text,
        near=near,
        files=fold(clean(names)).replace("_", " ").replace("-", " "),
    )


def bearing(notice: Notice, files: tuple[str, ...], channel: str = "") -> Bearing:
    """What the notice means, which came with *files*; *channel* is the list's name."""
    words = _words_of(notice, files, channel)
    if not (words.is_said or words.is_filed or words.near):
        return _of_no_clause(notice, words)
    if words.is_elsewhere:
        return Bearing.ELSEWHERE
    against = _against(notice, words.subject, words.text)
    if against is not None:
        return against
    is_of_others = OTHER_PURPOSE.search(words.matter) is not None
    is_named_above = words.near or LIST.search(f"{words.subject}\n{words.matter}\n{words.files}")
    if is_of_others and not is_named_above:
        # The list's own name, and not only that of the program it comes over.
        is_named = any(name in f"{words.plea}\n{words.text}" for name in (NAME, "de difusi"))
        return Bearing.OTHER_CLAUSE if is_named else Bearing.ELSEWHERE
    has_other_purpose = OTHER_PURPOSE.search(words.whole) and not LIST.search(words.whole)
    if has_other_purpose or FOREIGN_LIST.search(words.asked):
        is_elsewhere = is_of_others and not LIST.search(words.matter)
        return Bearing.ELSEWHERE if is_elsewhere else Bearing.OTHER_CLAUSE
    return _of_ours(words)


def settled(notice: Notice, files: tuple[str, ...], channel: str) -> tuple[Notice, Bearing]:
    """The notice and what it means; of a summary only the entries of ours, each judged by itself."""
    if not notice.parts:
        return notice, bearing(notice, files, channel)
    judged = [(part, bearing(part, (), channel)) for part in notice.parts]
    ours = [(one, means) for one, means in judged if means not in _NOT_OF_LIST]
    if not ours:
        return notice, judged[0][1]
    kept = replace(notice, deposits=tuple(d for one, _ in ours for d in one.deposits))
    around = _against(notice, fold(clean(notice.subject)), fold(clean(notice.outside)))
    return kept, _together({means for _, means in ours}) if around is None else around


_NOT_OF_LIST: Final = frozenset(
    {Bearing.ELSEWHERE, Bearing.GENERIC, Bearing.OTHER_CLAUSE, Bearing.EXIT, Bearing.UNSAID}
)
_GRAVEST: Final = (Bearing.ANNULLED, Bearing.DRAFT, Bearing.BOTH, Bearing.ABOUT)


def _against(notice: Notice, subject: str, text: str) -> Bearing | None:
    """What is said against an entry that stands, or around the entries of a summary against them all."""
    told = f"{subject}\n{text}"
    is_of_exit = not _OUT.isdisjoint(_WORD.findall(f"{subject}\n{fold(notice.kind)}"))
    if notice.is_outgoing or is_of_exit or EXIT_SHAPE.search(subject):
        return Bearing.EXIT
    is_undone = _begins(told, _ANNULLED) or any(words in told for words in _UNDONE)
    if is_undone or _begins(subject, _MENDED) or _begins(fold(notice.state), _ENDED):
        return Bearing.ANNULLED
    is_draft = _begins(told, _DRAFTS) or "tramit iniciat" in told or _lacks(told, _LODGED)
    return Bearing.DRAFT if is_draft else None


def _together(meant: set[Bearing]) -> Bearing:
    """What entries of several meanings mean as one."""
    if len(meant) == 1:
        return meant.pop()
    several = Bearing.ABOUT if Bearing.JOINING in meant else Bearing.BOTH
    return next((means for means in _GRAVEST if means in meant), several)


def _of_no_clause(notice: Notice, words: _Words) -> Bearing:
    """What a notice means that never speaks of us."""
    if _says_nothing(notice, words.subject, words.text):
        return Bearing.UNSAID
    is_open = is_generic_matter(words.matter, f"{words.subject}\n{words.text}")
    return Bearing.GENERIC if is_open else Bearing.ELSEWHERE


def _of_ours(words: _Words) -> Bearing:
    """What a standing entry means that speaks of the clause or the list."""
    if find_other(words.matter) and not is_about_list(words.matter):
        return Bearing.ABOUT
    is_ended = _begins(words.asked, (*_ENDED, *_MENDED))
    is_denied = is_ended or _lacks(words.asked, _CONSENTS) or bool(_refused(words.text))
    is_other_wish = _begins(words.asked, _OTHER_WISH) and not _revokes(words.asked)
    if is_denied or is_other_wish or not (words.is_said or words.is_filed_alone):
        return Bearing.ABOUT
    means = _asked(words.whole)
    if means is not Bearing.CONSENT or _is_given(words.whole):
        return means
    return Bearing.JOINING if LIST.search(words.whole) and _begins(words.asked, _JOINS) else Bearing.ABOUT


def _names_both(words: str) -> bool:
    """Whether folded words name the list and the clause."""
    return bool(LIST.search(words) and TITLE.search(words))


def _is_of_any_entry(text: str) -> bool:
    """Whether no word of a folded text says what an entry is of."""
    return all(len(word) == 1 or word in OF_ANY_PAPER for word in _WORD.findall(text))


def _is_given(whole: str) -> bool:
    """Whether the words give the consent: the clause, or only the list's name. Who only joins gives none."""
    is_named_alone = LIST.search(whole) and _is_of_any_entry(LIST.sub("", whole))
    return bool(is_named_alone or TITLE.search(whole) or _begins(whole, _GIVES))


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
    return "\n".join(line for line in text.split("\n") if not (_is_of_rights(line) or is_of_law(line)))


def _asked(asked: str) -> Bearing:
    asked = without_adjectives(asked)
    words = set(_WORD.findall(asked))
    if words & JOIN_NOUNS and words & _BAIXA:
        return Bearing.BOTH
    if _revokes(asked):
        return Bearing.REVOCATION
    leave = heard(Text(), as_text(asked))
    return Bearing.REVOCATION if leave is not None and leave.is_wish else Bearing.CONSENT


def _revokes(asked: str) -> bool:
    words = _WORD.findall(asked)
    is_said = not _BAIXA.isdisjoint(words) or _begins(asked, _REVOKED) or _lacks(asked, _RECEIVES)
    return is_said or "sense efecte" in asked or "sin efecto" in asked
