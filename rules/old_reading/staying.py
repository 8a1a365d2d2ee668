"""That one of a family stays says nothing against the leaving of another.

Rule 1: who writes for a relative and stays herself: only a sentence that names "I" as who stays, holds
        no number and names no relative; only where the rest of the text asks to leave, all data stand
        before it, and their name is said to be the relative's: else they may be hers, and a person must look.
Rule 2: who leaves herself and says that a relative stays: only a sentence without a number, where the
        rest asks for herself, and one person's data are all that there are.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from rules.old_reading.bareness import counts, lists_all
from rules.old_reading.phrases import HIM_OFF
from rules.old_reading.unaffected import blanked, without_things
from rules.old_reading.wishes import leaving
from rules.people.behalf import introduces, is_for_kin, names_kin, without_writer
from rules.people.found import Found
from rules.people.gathering import Gathered, gather
from rules.people.name_forms import Named, key_words
from rules.people.names import compatible
from rules.text.folding import clean, fold, unwrapped
from rules.text.sentences import sentences
from rules.vocabulary.kin import ANY_KIN
from rules.vocabulary.name_words import GIVEN_NAMES

_CLAUSE: Final = re.compile(
    r"(?:[^.!?\n,;]|\n(?!\n)|[,;](?! (?:els altres|les altres|la resta|los demas|las demas|el resto|"
    r"the others)\b)"
    r"(?! (?:i|y|pero|and|but) (?:els|les|a|el|la|los|las|tre|esborr|quit|borr|the|take|remove)\b)){1,400}"
)
"""A sentence, or the part of one before "…, i els altres …"."""
_PARENTHESIS: Final = re.compile(r"\([^()]{4,120}\)")
_I: Final = re.compile(
    r"\b(?:jo|yo|a mi|i(?= (?:am|will|would|want|wish|stay|remain|keep|prefer)|'[mdl])|myself|moi|"
    r"a nosaltres|a nosotros)\b"
)
_WE: Final = re.compile(
    r"\b(?:seguim|continuem|seguimos|continuamos|ens hi quedem|ens quedem|nos quedamos|"
    r"no ens (?:traieu|tragueu|treieu|toqueu|esborreu|doneu de baixa)|no nos "
    r"(?:quiten|quiteis|borren|saquen))\b"
)
_STAYS: Final = re.compile(
    r"\b(?:vull|voldria|prefereixo|quiero|quisiera|prefiero|want to|would like to|'d like to|wish to) "
    r"(?:seguir|continuar|quedar|mantenir|mantener|continue|keep|stay|remain)"
    r"|\b(?:em quedo|m'hi quedo|me quedo|hi continuo|continuo|(?<!us )segueixo|(?<!os )sigo|seguire|"
    r"continuare)\b"
    rf"|{_WE.pattern}"
    r"|\bno (?:cal que )?(?:em|me|m'hi|m') ?(?:traieu|tragueu|treieu|toqueu|esborreu|borreu|doneu de baixa|"
    r"quiten|quiteis|borren|saquen|den de baja|toquen)\b"
    r"|\b(?:jo|yo) (?:encara |aun |todavia )?(?:hi )?(?:vull|quiero) (?:ser|estar|continuar|seguir)\b"
    r"|\b(?:si que|si|tambe) (?:els |los |en )?(?:vull|quiero)\b"
    r"|\ba mi no\b(?=[,.;!]| em| m'|$)"
    r"|\b(?:a mi )?(?:deixeu|deixin|dejad|dejen)(?:-m'hi|-me-hi|-me|me)\b(?=[ ,.;!)]{0,2}(?:eh|,|\.|!|\(|$))"
    r"|\ba mi si que (?:m'interess|m'agrad|(?:els? |hi )?vull|me interes|me gusta)"
    r"|\b(?:el meu|la meva|el mio|mi numero|mi movil)\b[^.;\n]{0,60}\b(?:deixeu|deixin|dejad|dejen)-?l[oa]\b"
    r"|\b(?:el meu|la meva|el mio) (?:numero |mobil |telefon )?no (?:el|la|me'l|lo) (?:tragueu|traieu|"
    r"treieu|toqueu|esborreu|"
    r"borreu|quiten|toquen)\b"
    r"|\b(?:em |me )?(?:deixeu|deixin|dejen|dejad|mantingueu|manteniu|mantengan|mantened)(?:-me|me)? "
    r"(?:tal com|com|tal como|como|igual)\b(?: (?:estic|soc|estoy|que))?"
)
_WANTS_IT: Final = re.compile(
    r"\b(?<!\bno )(?<!\bsi )(?:vol|volen|quiere|quieren|demana|pide|wants) (?:(?:la|su) )?(?:seva )?"
    r"(?:baixa|baja)\b"
)
_SAID_NAME: Final = re.compile(r"\b(?:es diu|se llama|es deia|se llamaba|is called|s'appelle)\W{1,3}$")


@lru_cache(maxsize=8)
def without_who_stays(text: str, *, own_numbers: frozenset[str], writer: str = "") -> str:
    """The text, cleaned, without that somebody stays, where it is plain that another is to leave.

    *writer* is the name that the mail's sender goes by.
    """
    text = without_things(clean(text))
    text = _without_writer_who_stays(text, fold(text), own_numbers=own_numbers, writer=writer)
    return _without_kin_who_stay(text, fold(text), own_numbers=own_numbers, writer=writer)


def _without_writer_who_stays(text: str, folded: str, *, own_numbers: frozenset[str], writer: str) -> str:
    """The text without what says that its writer stays, where it is plain that another leaves."""
    stays = [_with_who(s.span(), folded) for s in _CLAUSE.finditer(folded) if _is_of_writer(s.group())]
    if not stays:
        return text
    first = stays[0][0]
    own_lines = [line.span() for line in _OWN_LINE.finditer(folded) if _is_in_any(line, stays)]
    stays += own_lines
    whole = gather(text, own_numbers=own_numbers)
    signed = [*stays, *_signed(folded, whole, writer, after=first)]
    others = without_writer(gather(blanked(text, signed), own_numbers=own_numbers), folded)
    if _are_counted(others, folded) and not _is_among(others, writer):
        return blanked(text, signed)
    documents = [d.start for d in whole.documents]
    stays += [s for s in signed[len(stays) :] if not any(s[0] <= d < s[1] for d in documents)]
    rest = blanked(folded, stays)
    left = gather(blanked(text, stays), own_numbers=own_numbers)
    found = without_writer(left, folded)
    is_another = any(_says_who_stays(folded[slice(*s)], left) for s in stays)
    are_anothers = bool(own_lines) or is_another or _are_anothers(left, whole, writer)
    if re.search(r"\d{4}", folded[first:]) and not _is_whole(found, before=first) and not are_anothers:
        return text
    name = next((n for n in reversed(found.names) if n.end <= _first(found.numbers)), None)
    asks = _WANTS_IT.search(rest) or any(
        any(leaving(s, is_about_list=True)) or HIM_OFF.search(s) for s in sentences(unwrapped(rest))
    )
    is_for_another = are_anothers or is_for_kin(rest)
    if name is None or not asks or not is_for_another or not _is_kins(folded, name, writer):
        return text
    return blanked(text, stays)


_WHO: Final = re.compile(
    r"[ ,.!?]{0,3}(?:eh|si us plau|sisplau|per favor|por favor)?[ ,.!?]{0,3}\([^()\n]{4,120}\)"
)


def _with_who(span: tuple[int, int], folded: str) -> tuple[int, int]:
    """The place of a clause, with the brackets behind it that say who it is: "A mi deixeu-m'hi! (Biel …)"."""
    who = _WHO.match(folded, span[1])
    return (span[0], who.end()) if who else span


def _is_among(found: Gathered, writer: str) -> bool:
    """Whether the sender, who goes by a whole name, is one of those whose data are given."""
    return len(key_words(writer)) > 1 and any(compatible(name.value, writer) for name in found.names)


_OWN_LINE: Final = re.compile(r"^\W{0,3}(?:jo|yo|me|moi)\b ?[:,(-][^\n]{1,200}$", re.MULTILINE)
"""A line of the writer's own data: "Jo: Carme Sabater, DNI …. Jo em quedo." """


_I_CALLED: Final = re.compile(
    r"\b(?:jo|yo),? (?:soc |som |soy )?(?:en |na |el |la |l')?(?P<given>[a-z]{2,12}),"
)


def _says_who_stays(clause: str, found: Gathered) -> bool:
    """Whether who stays says a name that is nobody's whose data are given: "jo, en Miquel, em quedo"."""
    match = _I_CALLED.search(clause)
    if match is None or match["given"] not in GIVEN_NAMES:
        return False
    return not any(compatible(match["given"], name.value) for name in found.names)


def _is_in_any(line: re.Match[str], spans: Iterable[tuple[int, int]]) -> bool:
    return any(line.start() <= start and end <= line.end() for start, end in spans)


def _are_anothers(left: Gathered, found: Gathered, writer: str) -> bool:
    """Whether the sender, who goes by a whole name, signs below all, and no document stands under her name.

    She must sign apart: an account that a couple shares tells nothing of who writes.
    """
    documents = [d for d in left.documents if d.value]
    signs = [n for n in found.names if compatible(n.value, writer)] if len(key_words(writer)) > 1 else []
    if not documents or not signs or any(n.start < found.documents[-1].end for n in signs):
        return False
    above = [next((n for n in reversed(left.names) if n.end <= d.start), None) for d in documents]
    return all(name and not compatible(name.value, writer) for name in above)


def _signed(folded: str, found: Gathered, writer: str, *, after: int) -> Iterator[tuple[int, int]]:
    """The paragraphs below a place that begin with the sender's own name: how she signs."""
    if len(key_words(writer)) < 2:
        return
    for name in found.names:
        opens = not folded[folded.rfind("\n", 0, name.start) + 1 : name.start].strip()
        if name.start > after and opens and compatible(name.value, writer):
            end = folded.find("\n\n", name.end)
            yield name.start, end if end >= 0 else len(folded)


def is_unclear_who_stays(text: str, *, own_numbers: frozenset[str], writer: str = "") -> bool:
    """Whether somebody is said to stay, and the data given may be hers."""
    text = without_things(clean(text))
    folded = fold(text)
    if not any(not _NOT_AT_ALL.search(folded, *span) for span in _clauses_of_another(folded)):
        return False
    found = gather(text, own_numbers=own_numbers)
    if _is_theirs_who_stay(folded, found):
        return True
    return not _is_of_one(found) and without_who_stays(text, own_numbers=own_numbers, writer=writer) == text


_ANYBODY_STAYS: Final = re.compile(
    r"\b(?:continu[ae]n?|segueix(?:en)?|siguen?|stays?|reste|(?:es|se|s'hi) qued\w{1,2}|"
    r"(?:vol|quiere|wants? to) (?:seguir|continuar|stay|keep)|(?:el|la|lo) deix\w{1,4}|(?:lo|la) dej\w{1,4}|"
    r"no (?:la|el|lo) (?:tragueu|traieu|quit\w{1,3}))\b"
    r"(?! (?:arribant|entrant|sonant|rebent|vibrant|llegando|sonando|recibiendo|sent|obert\w?))"
)
_OF_A_NUMBER: Final = re.compile(r"\b(?:numero|telefon|telefono|mobil|movil)\b[^.!?\n]{0,30}$")


def may_be_who_stays(text: str, name: str, *, writer: str) -> bool:
    """Whether anybody but a number is said to stay, and *name*, over the only data, is not the writer's."""
    folded = fold(without_things(clean(text)))
    if not name or len(key_words(writer)) < 2 or is_for_kin(folded) or _ITS_ME.search(folded):
        return False
    place = folded.find(fold(clean(name)))
    named = Named(value=name, start=place, end=place + len(name)) if place >= 0 else None
    is_hers = compatible(name, writer) or (named is not None and _is_writers(named, folded, writer))
    return not is_hers and any(
        not _OF_A_NUMBER.search(folded, max(0, stays.start() - 45), stays.start())
        for stays in _ANYBODY_STAYS.finditer(folded)
    )


_ITS_ME: Final = re.compile(r"\b(?:soc jo|soy yo|jo mateix\w?|yo mism\w)\b")
_NOT_AT_ALL: Final = re.compile(r"\b(?:no|ni|tampoc|tampoco|ja no|ya no|not|doesn't|don't)\b")
_HE: Final = re.compile(
    r"\b(?:ell|ella|ells|elles|els altres|les altres|los demas|la resta|he|she|him|her|they|lui|elle|eux|"
    r"a l'altr[ea]|l'altr[ea]|nosaltres|nosotros|aquest|aquesta|este|esta|(?:en|na) [a-z]{3,12})\b|"
    r"\bel\b(?= (?:se queda|sigue|si que|si quiere))"
)
_HE_STAYS: Final = re.compile(
    r"\b(?:(?:continua|continuen|segueix|segueixen)(?! (?:arribant|entrant|sonant|rebent|vibrant|pitant))|"
    r"siguen?(?! (?:llegando|sonando|recibiendo|vibrando|pitando))|es qued(?:a|en)|s'hi queden?|"
    r"se quedan?|"
    r"ens hi quedem|nos quedamos|s'hi queda|s'hi queden|vol(?:en)? (?:continuar|seguir|quedar|rebre|ser-hi)|"
    r"quieren? (?:continuar|seguir|quedar|recibir)|"
    r"stays?|remains?|wants? to (?:stay|keep|continue)|reste|restent|veut (?:rester|continuer))\b"
    r"|\bno (?:me |em |ens |nos )?(?:el|la|els|les|lo|los|las|l') ?(?:tragueu|traieu|treieu|toqueu|esborreu|"
    r"elimineu|borreu|borreis|"
    r"doneu de baixa|quiten|quiteis|borren|saquen|den de baja|toquen|tragui|tregui|toqui)\b"
    r"|\ba (?:ell|ella|ells|elles|el meu|la meva|mi) ?\w{0,8} no\b"
    r"|\ba (?:ell|ella|ells|elles|el|ellos|ellas) (?:deixeu|deixa|dejen|dejad|deje)(?:-?l\w{1,2})?\b"
    r"|\b(?:els altres|les altres|la resta|los demas|las demas|el resto|the others)(?: de (?:casa|"
    r"la familia))? (?:no\b|ja\b|es queden|se quedan)"
)
_FOR_ME: Final = re.compile(
    r"\b(?:m'|em |me |ens |nos )(?!(?:el|la|els|les|lo|los|las) )(?:\w{2,9} ){0,2}(?:don|tre|trai|trag|"
    r"esborr|elimin|borr|quit|sac|saqu|desapunt|suprim|d[ae])"
    r"|\b(?:don|tre|trai|trag|esborr|elimin|borr|quit|sac|saqu|desapunt|suprim|d[ae])\w{0,8}-?(?:me|'m|m)\b"
    r"|\b(?:la meva|mi|vull la|voldria la|quiero la|quisiera la|demano la|sol.?licito la|solicito la|"
    r"pido la) (?:baixa|baja)\b|\bno (?:en |els )?(?:vull|quiero) (?:rebre|recibir)"
)


def _without_kin_who_stay(text: str, folded: str, *, own_numbers: frozenset[str], writer: str) -> str:
    """The text without what says that somebody else stays, where it is plain that the writer leaves."""
    stays = list(_clauses_of_another(folded))
    if not stays:
        return text
    rest = blanked(folded, stays)
    found = gather(blanked(text, stays), own_numbers=own_numbers)
    is_one = _is_of_one(found)
    are_all = (_are_counted(found, rest) or lists_all(rest, found)) and _are_others_than(stays, folded, rest)
    if found.is_empty or not (is_one or are_all) or _is_theirs_who_stay(folded, found):
        return text
    name = next((n for n in reversed(found.names) if n.end <= _first(found.numbers)), None)
    nameless = blanked(rest, [(one.start, one.end) for one in found.names])  # Pere is no père
    is_for_me = (
        _FOR_ME.search(rest) and not names_kin(_asking_in(nameless)) and _is_writers(name, folded, writer)
    )
    is_plain = not is_one or is_for_me or (name and is_for_kin(rest) and _is_kins(folded, name, writer))
    return blanked(text, stays) if is_plain else text


def _is_writers(name: Named | None, folded: str, writer: str) -> bool:
    """Whether the name over the data is the sender's, or is said to be the writer's own."""
    if name is None:
        return True
    if len(key_words(writer)) > 1 and compatible(name.value, writer):
        return True
    said = folded[max(0, name.start - _KIN_BEFORE) : name.start]
    return introduces(folded, name.start) or bool(_TO_ME.search(said))


_TO_ME: Final = re.compile(r"\b(?:a mi|a me|jo|yo|moi|me)[ ,:(]{1,3}(?:en |na |la |el )?$")
_LATER: Final = re.compile(
    r"\b(?:encara(?! (?:es|viu|hi|esta)\b)|aun|todavia|still|encore|fins|hasta|until|al final|"
    r"finalment|finalmente|ha canviat|ha cambiado)\b"
)


def _are_others_than(stays: list[tuple[int, int]], folded: str, rest: str) -> bool:
    """Whether who stays is a relative, by a word or a name that is none of those of who leaves."""
    said = " ".join(folded[start:end] for start, end in stays)
    if _LATER.search(said) or not names_kin(said):
        return False
    names = frozenset(re.findall(r"[a-z]{3,12}", said)) & GIVEN_NAMES
    if names:
        return not any(re.search(rf"\b{name}\b", rest) for name in names)
    staying, leaving_ = _kin_words(said), _kin_words(rest)
    return bool(leaving_) and not staying & leaving_


def _kin_words(folded: str) -> frozenset[str]:
    return frozenset(match.group().split()[-1] for match in ANY_KIN.finditer(folded))


_SHARED: Final = re.compile(
    r"\b(?:mateix|mismo|same) (?:numero|telefon|telefono|mobil|movil|number|phone)\b|"
    r"\b(?:telefon|telefono|mobil|movil|numero|phone|number)\b[^.!?]{0,40}\b(?:es|is) (?:el |de |d')?(?:seu|"
    r"ell|"
    r"ella|suyo|his|hers|meu marit|la meva dona)\b|\bque (?:es|is) (?:el )?(?:seu|suyo|his|hers|d'ell|"
    r"d'ella)\b"
)
_HE_IS: Final = re.compile(
    r"\b(?:ell|ella|el|he|she|el seu (?:nom|dni|telefon|mobil|numero)|la seva|su (?:nombre|dni|telefono|"
    r"movil)) "
    r"(?:es|is|es diu|se llama|te|tiene|has)\W{1,3}(?:(?:el|la|en|na|l'|dni|mobil|telefon|movil|telefono|"
    r"numero) ?){0,3}$"
)
"""Before a name or a number: it is that of who was spoken of."""


def _is_theirs_who_stay(folded: str, found: Gathered) -> bool:
    """Whether a telephone is shared with who stays, or what is given may be the stayer's."""
    places = [n.start for n in found.names] + [f.start for f in found.numbers]
    return bool(_SHARED.search(folded)) or any(_HE_IS.search(folded, max(0, p - 60), p) for p in places)


def _asking_in(folded: str) -> str:
    """The sentences of a text that ask to leave."""
    asking = (s for s in sentences(unwrapped(folded)) if any(leaving(s, is_about_list=True)))
    return "\n".join(asking)


def _clauses_of_another(folded: str) -> Iterator[tuple[int, int]]:
    """Where the clauses stand that say of another than the writer that he stays.

    A line of data above such a clause, which no full stop ends, is none of it.
    """
    for clause in (*_CLAUSE.finditer(folded), *_PARENTHESIS.finditer(folded)):
        start, said = clause.start(), clause.group()
        line = said.rfind("\n")
        if line >= 0 and re.search(r"\d", said[:line]):
            start, said = start + line, said[line:]
        if _is_of_another(said):
            yield start, clause.end()


def _is_of_another(sentence: str) -> bool:
    """Whether a clause says that another than the writer stays, and nothing of her own leaving."""
    stays = _HE_STAYS.search(sentence)
    return bool(
        stays
        and (names_kin(sentence) or _HE.search(sentence))
        and not _FOR_ME.search(sentence)
        and not _IF.search(sentence[: stays.start()])
    )


_IF: Final = re.compile(
    r"\b(?:si(?! que\b)|fins|hasta|mentre|mientras|quan|cuando|encara que|perque|"
    r"porque)\b(?! (?:que )?(?:hi )?(?:vol|quiere))"
)


def _is_of_one(found: Gathered) -> bool:
    """Whether there are no two documents and no two telephones."""
    return all(len({one.value for one in kind}) <= 1 for kind in (found.documents, found.phones))


def _is_whole(found: Gathered, *, before: int) -> bool:
    """Whether all documents, and a telephone, stand *before* a place: what follows is who signs."""
    documents = found.documents and all(d.value and d.start < before for d in found.documents)
    return bool(documents) and any(p.value and p.start < before for p in found.phones)


def _are_counted(found: Gathered, rest: str) -> bool:
    """Whether the text says for how many it asks, and gives the data of so many."""
    documents = {d.value for d in found.documents if d.value}
    return len(documents) == len({p.value for p in found.phones}) and counts(rest, len(documents))


def _first(numbers: tuple[Found, ...]) -> int:
    return min((one.start for one in numbers), default=0)


_MINE: Final = re.compile(r"\b(?:el meu|la meva|el mio|mi numero|mi movil)\b")
_MY_OWN: Final = re.compile(
    r"\b(?:al|el|del|la|mi)(?: (?:meu|mio|meva))?(?: propi| propio)?"
    r"(?: (?:numero|mobil|telefon|movil|telefono))?,? "
    r"\(?(?:(?:que )?(?:es )?(?:el|numero) )?\+?\d[\d .-]{7,16}\d\)?"
)
"""The number on which who stays wants to go on: plainly not that of who leaves."""


def _is_of_writer(sentence: str) -> bool:
    """Whether a sentence says of "I" that she stays, and of nobody and nothing else."""
    return bool(
        _STAYS.search(sentence)
        and (_I.search(sentence) or _WE.search(sentence) or _MINE.search(sentence))
        and not re.search(r"\d", _MY_OWN.sub(" ", sentence))
        and (_WE.search(sentence) or not names_kin(sentence))
    )


_KIN_BEFORE: Final = 40
"""Characters before a name in which the relative stands whose it is."""


def _is_kins(folded: str, name: Named, writer: str) -> bool:
    """Whether the name is the relative's, as the words before it say; or not that of who writes."""
    before = re.split(r"[.!?]", folded[max(0, name.start - _KIN_BEFORE) : name.start])[-1]
    if introduces(folded, name.start):
        return False
    is_of_another = len(key_words(writer)) > 1 and not compatible(name.value, writer)
    return is_of_another or bool(_SAID_NAME.search(before)) or names_kin(before)
