"""A message taken apart for reading: its subject and its text, and the wishes to leave in each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from rules.mail.small_print import without_feet
from rules.mail.subjects import bare_subject, is_reply
from rules.old_reading.idioms import without_idioms
from rules.old_reading.phrases import BAIXA, HIM_OFF, with_baixa_spelt
from rules.old_reading.turns import DEAD
from rules.old_reading.wishes import About, Wish, leaving, names_list
from rules.people.behalf import names_kin
from rules.text.patterns import any_of
from rules.text.sentences import flowing, sentences
from rules.vocabulary.dialects import as_standard
from rules.vocabulary.lists import HOME, WHATSAPP, at_home, surely_named
from rules.vocabulary.other_meanings import ADJECTIVE, AWAY, other_matter, without_adjectives


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message taken apart: subject and text, and the wishes in each."""

    head: str
    body: str
    wishes: tuple[Wish, ...]
    head_wish: Wish | None
    has_data: bool
    is_reply: bool
    tells_of_absence: bool
    other_baixa: str  # of which the text speaks, without asking for it

    @property
    def all(self) -> str:
        """Subject and text."""
        return f"{self.head}\n{self.body}"

    @property
    def concerns_us(self) -> bool:
        """Whether it speaks of the list, or of leaving anything."""
        return bool(self.wishes or self.head_wish or names_list(self.all) or LEAVING_WORD.search(self.all))

    @property
    def is_about_leaving(self) -> bool:
        """Whether it speaks of leaving anything."""
        return bool(self.wishes or self.head_wish or LEAVING_WORD.search(self.all))

    @property
    def subject_is_ours(self) -> bool:
        """Whether the subject asks to leave the list."""
        return self.head_wish is not None and self.head_wish.about is About.OURS

    def wished(self, *kinds: About) -> tuple[Wish, ...]:
        """The wishes of the text that are about any of *kinds*."""
        return tuple(w for w in self.wishes if w.about in kinds)


LEAVING_WORD: Final = re.compile(r"\b(?:baixa|baja|unsubscribe|desapuntar\w{0,3})\b")
NOUN: Final = re.compile(
    r"\b(?:de|la|les|una|meva|seva|cap|sobre|per|amb|i|o|mi|su) (?:baixa|baja|baixes|bajas)\b|"
    r"^\W{0,4}(?:baixa|baja|baixes|bajas)\b|"
    r"\bunsubscribe me\b"
)


_THEREFORE: Final = re.compile(
    r", ?(?:doncs|pues|per tant|por tanto|si us plau|sisplau|per favor|por favor), (?=(?:la|el|que|de|"
    r"una) )",
    re.IGNORECASE,
)
"""What stands between a verb and its object: "us demano, doncs, la baixa"."""
_LINK: Final = re.compile(r"https?://[^\s<>\"]{1,400}")
_GLUED: Final = re.compile(r"\b(baixa|baja)(?=inform|ajunta|whats|del?[a-z]{4})")
_LAST: Final = re.compile(
    rf"^(?:(?:informacio|informacion|info|ajuntament|ayuntamiento|de|del|l|la|{HOME}|{WHATSAPP}|llista|lista|"
    rf"difusio|difusion|grup|avisos|servei)[ ,.:'/-]{{1,3}}){{1,12}}(?P<word>{BAIXA})\W{{0,3}}$"
)


_ABROAD: Final = re.compile(
    r"^(?:(?:demande|request)(?: de| of| for|:)? )?(?:ma |my |la )?(?:desinscription|desabonnement|retrait|"
    r"radiation|"
    r"suppression|unsubscribe|unsubscription|removal|opt[- ]out)\b"
    r"|^no (?:vull|volem|quiero|queremos) (?:rebre|recibir)\b"
    r"|^(?:no|prou de|dejar de|deixar de) (?:rebre|recibir) (?:mes|mas)\b"
)


def _abroad(head: str) -> Wish | None:
    """Another word for a baixa at the head of a subject that names the list: French, "no rebre més"."""
    match = _ABROAD.match(head)
    is_ours = match is not None and names_list(head) and not _LISTS.search(head)
    return Wish(words=match.group(), about=About.OURS, sentence=head) if match and is_ours else None


_LISTS: Final = re.compile(r"\b(?:des|de las|de les) list\w{1,3}\b")
"""Lists of many kinds, as of voters; ours is one."""


def _put_last(head: str) -> Wish | None:
    """The baixa of a subject that names nothing but the list, and then the word."""
    match = _LAST.match(head)
    is_ours = match is not None and names_list(head)
    return Wish(words=match["word"], about=About.OURS, sentence=head) if match and is_ours else None


_AS_LOW: Final = re.compile(r"\b(?:tan|molt|massa|mes|prou|muy|mas) (?:baix|bajo?|alto?)\b")
"""Said of a number, a voice, a man: never the noun."""


def _other_baixa(folded: str) -> str:
    """The words by which a sentence speaks of another baixa: of pressure, of a car, of an employee."""
    for sentence in sentences(folded):
        match = AWAY.search(sentence) or ADJECTIVE.search(_AS_LOW.sub(" ", sentence))
        if match or (LEAVING_WORD.search(sentence) and other_matter(sentence)):
            return match.group() if match else sentence[:80]
    return ""


_STANDS: Final = (
    r"\b(?:surt|consta|figura|apareix|es|esta|segueix|continua|sigue|aparece|encara|sale|is|est) "
    r"(?:encara |todavia |aun |still |apuntad\w |apuntat |apuntada |inscrit\w? |donat d'alta |dado de alta )"
    r"{0,2}(?:a|en|al|dins|dins de|sur|on) (?:la |el |the )?"
    r"(?:vostra |vuestra |your |town hall's |town's |village |council's )?"
    r"(?:llista|lista|liste|list|grup|grupo|group|canal|whats\w*|wha\w*|was\w*|difusio|difusion)\b"
)
_STILL: Final = r"[ ']?(?:van |va |segueixen |continuen |siguen |encara )?"
_COMES: Final = r"(?:arrib\w{1,3}|entr\w{1,4}|envi\w{1,3}|lleg\w{1,3}|mand\w{1,3}|surt\w{0,3}|son\w{1,3})\b"
_ON_LIST: Final = any_of(
    _STANDS,
    rf"\b(?:li|le|em|me|ens|nos|m'|lui){_STILL}{_COMES}",
    r"\b(?:apuntats|inscrits|apuntados|inscritos) (?:al|a la|en el|en la)\b",
    r"\b(?:adscri|subscri|suscri|inscri|apunta)\w{1,4} (?:al|a la|en el|en la)\b",
    r"\b(?:rep|reb\w{1,3}|recib\w{1,5}|receiv\w{1,3}|gets?|recoit)\b",
)
"""That somebody is on the list, or gets what comes over it."""
_HE_IS_ON_LIST: Final = any_of(
    _STANDS,
    r"\b(?:mobils?|numeros?|telefons?|moviles|telefonos)\b[^.;:!?]{0,20} (?:a|en) (?:la |su )?(?:vostra |"
    r"vuestra )?"
    r"(?:llista|lista)\b",
    r"\b(?:mobils|numeros|telefons|moviles|telefonos|numbers|phones) (?:apuntats|inscrits|apuntados|"
    r"inscritos|"
    r"donats d'alta|dados de alta|registered|signed up) (?:al|a la|en el|en la|on|to)\b",
    rf"\b(?:li|le|lui){_STILL}{_COMES}",
    r"\b(?:rep|recibe|receives|gets|recoit)\b",
)
"""That he is, or gets it: a relative, somebody dead, or a number."""
_OF_KINS: Final = re.compile(
    r"\b(?:del|de|d'|of|des) ?(?:la |el |l'|els |les )?(?:meu |meva |meus |mi |my |nostr\w )?[a-z]{3,10}\b"
)
_NUMBER: Final = re.compile(
    r"\b(?:numero|telefon|telefono|mobil|movil|contacte|phone|number|mobile)(?:e?s)?\b"
)
_A_THING: Final = re.compile(
    r"\b(?:un|una|uns|unes|unos|unas|a|an|el cartell|la foto\w*|que) (?!llist|lista|list|grup|group|canal|"
    r"munt|pila|monton)[a-z]{3}"
)
_NO_KIN: Final = re.compile(
    r"\b(?:vei|veina|vecin[oa]|llogater\w?|inquilin[oa]|propietari\w{0,2}|duen[oa]|exmarit|ex|neighbou?r|"
    r"tenant|landlord|owner)\b"
)


def _puts_him_on_list(before: str) -> bool:
    """Whether a relative of the writer, somebody dead, or a number is said to be on the list."""
    on = next(_HE_IS_ON_LIST.finditer(before), None)
    if on is not None and _NUMBER.match(on.group()):
        return True
    if on is None or _NO_KIN.search(before) or _A_THING.search(before, on.end()):
        return False
    is_number = _NUMBER.search(before, 0, on.start())
    return bool(is_number or names_kin(_OF_KINS.sub("~", before)) or DEAD.search(before))


_SICK: Final = re.compile(
    r"\b(?:baixa|baja) (?:laboral|medica|it\b|per (?:malaltia|incapacitat)|por (?:enfermedad|incapacidad))"
)
_NEAR: Final = 100
"""Characters of the sentence before that a wish without an object may be about."""
_WIDER: Final = 160
"""Characters of it in which somebody may be said to be on the list."""


def _wishes(said: Sequence[str], *, is_about_list: bool) -> Iterator[Wish]:
    """The wishes of each sentence; one without an object has that of the one before, if it is the list."""
    for whole, sentence in pairwise(("", *said)):
        before = whole[-_NEAR:]
        is_on_list = surely_named(whole[-_WIDER:]) and _ON_LIST.search(whole[-_WIDER:])
        is_of_list = bool(is_on_list and other_matter(f"{before} {sentence}") is None)
        found = list(leaving(sentence, is_about_list=is_about_list))
        for wish in found:
            is_ours = is_of_list and wish.about is About.NOTHING_SAID
            yield replace(wish, about=About.OURS) if is_ours else wish
        match = HIM_OFF.search(sentence) if is_of_list and not found else None
        if match:
            what = About.OURS if _puts_him_on_list(whole) else About.TOLD
            yield Wish(words=match.group(), about=what, sentence=sentence)


def taken_apart(subject: str, text: str, *, has_data: bool, place: str) -> Said:
    """Subject and text, cleaned of what is no wish, and the wishes that are left."""
    subject, text = _LINK.sub(" ", subject), _THEREFORE.sub(" ", _LINK.sub(" ", text))
    head = without_adjectives(at_home(as_standard(_GLUED.sub(r"\1 ", bare_subject(subject))), place))
    head = with_baixa_spelt(head)
    body = without_adjectives(without_idioms(at_home(as_standard(without_feet(flowing(text))), place)))
    is_about_list = names_list(f"{head}\n{body}")
    return Said(
        head=head,
        body=body,
        wishes=tuple(dict.fromkeys(_wishes(sentences(body), is_about_list=is_about_list))),
        head_wish=next(leaving(head), None) or _put_last(head) or _abroad(head),
        has_data=has_data,
        is_reply=is_reply(subject),
        tells_of_absence=bool(AWAY.search(flowing(text)) or _SICK.search(flowing(subject))),
        other_baixa=_other_baixa(without_feet(flowing(text))),
    )
