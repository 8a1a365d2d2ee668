"""Who or what is to be taken off, by a verb or by its noun, "baixa"."""

from itertools import pairwise
from typing import Final

from rules.intent.beside import is_asked_of_one
from rules.intent.chain import (
    GOVERNS,
    OF_LIST,
    PASSED,
    PLACES,
    Chain,
    chain_of,
    is_known,
    is_of_all,
    is_of_list,
)
from rules.intent.frame import WISH, Found, Stand
from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import PLEASE, THEM, Parsed
from rules.lexicon.verbs import NOUNS, Act, Form
from rules.lexicon.words import Concept

# --- taking off ------------------------------------------------------------------------------------

VOIDS: Final = ("anul", "cancel", "revoc", "revoqu")
"""How the verbs begin by which a leave itself is taken back."""
_REQUESTS: Final = NOUNS | {"peticio", "peticion", "sol.licitud", "sol·licitud", "solicitud"}


def of_striking(parsed: Parsed, place: int, form: Form) -> Found | None:
    """What a verb of taking off comes to; None where it is of a house, the news or a sum."""
    if is_going_out(parsed.words[place]) and not _leaves_the_list(parsed, place, form.tags):
        # "Vull sortir a la llista" is to be on it.
        return (Stand.UNKNOWN, Concept.OWN) if is_of_list(parsed, place) else None
    thing = next((parsed.words[j] for j in parsed.behind(place) if not parsed.concepts[j] & PASSED), "")
    if parsed.words[place].startswith(VOIDS) and thing in _REQUESTS:
        return Stand.AGAINST, Concept.BACK  # "anul·leu la meva petició de baixa"
    if _REQUESTS & set(parsed.near(place + 1, place + 6)):
        return Stand.UNKNOWN, Concept.OWN  # "elimineu del registre la petició"
    return _struck(parsed, place, form.tags)


def of_stopping(parsed: Parsed, place: int, form: Form) -> Found | None:
    """What "vull deixar la llista" comes to, which is to go out of it.

    It may be handed on or left somewhere, in some state or for something: "us deixo el WhatsApp".
    """
    thing = _thing_itself(parsed, place)
    is_handed_on = parsed.word(place - 1) in {"us", "vos", "os", "li", "le", "els", "les", "te"}
    if thing is None or is_handed_on or not form.tags & {Tag.INFINITIVE, Tag.FIRST}:
        return None
    found = of_striking(parsed, place, form)
    somewhere = {"a", "al", "als", "en", "para", "aqui"}
    is_left = any(
        parsed.words[j] in somewhere or Concept.NOT in parsed.concepts[j] for j in parsed.behind(place)
    )
    is_vague = is_left or Concept.MESSAGE in parsed.concepts[thing]
    return (Stand.UNKNOWN, Concept.OWN) if is_vague and found and found[0] is Stand.WISH else found


def _struck(parsed: Parsed, place: int, tags: frozenset[Tag]) -> Found:
    chain = chain_of(parsed, place)
    if parsed.word(place - 1) == "se" and "no" in parsed.near(place - 3, place):
        return Stand.TOLD, Concept.HOW  # "no sé treure-les"
    if chain.denials or _is_denied_behind(parsed, place):
        return Stand.AGAINST, Concept.NOT
    have = {"heu", "han", "ha", "habeis", "has"}
    if tags == {Tag.PARTICIPLE} and not have.isdisjoint(parsed.near(place - 3, place)):
        return Stand.TOLD, Concept.TOLD  # "m'heu esborrat?"
    if (found := _elsewhere(chain, for_kin=parsed.for_kin)) is not None:
        return found
    if (found := _that_one_can(parsed, place, chain)) is not None:
        return found
    if chain.thanks and parsed.words[place].endswith(("ssiu", "ssin", "ssis", "ran", "rais", "sen", "seis")):
        return Stand.TOLD, Concept.TOLD  # "us agraeixo que em traguéssiu"
    if not chain.wants and not tags & {Tag.IMPERATIVE, Tag.INFINITIVE, Tag.FIRST, Tag.THIRD, Tag.CONDITIONAL}:
        return Stand.TOLD, Concept.TOLD
    if not _is_wanted(parsed, place, tags, chain):
        is_told = not chain.wants and not tags & {Tag.IMPERATIVE, Tag.INFINITIVE, Tag.FIRST}
        return (Stand.TOLD, Concept.TOLD) if is_told else (Stand.UNKNOWN, Concept.WANT)
    if not (_is_of_writer(parsed, place) or _is_of_whose_data_follow(parsed, place)):
        return Stand.UNKNOWN, Concept.OWN
    is_anothers = parsed.is_done_to_another(place) or parsed.has(Concept.KIN, range(place + 1, place + 5))
    return Stand.WISH, Concept.KIN if is_anothers else None


def _is_denied_behind(parsed: Parsed, place: int) -> bool:
    """Whether a denial ends what is said of it: "donar-me de baixa jo mai", "la baixa ni parlar-ne"."""
    last = parsed.segment(place).stop - 1
    while last > place and parsed.concepts[last] & _TRAILING and Concept.NOT not in parsed.concepts[last]:
        last -= 1
    first = last
    while first > place and Concept.NOT in parsed.concepts[first]:
        first -= 1
    # what was dictated without a stop, "…de baixa no en vull rebre mai més", denies another verb
    others = GOVERNS | {Concept.NOT}
    is_other = any(parsed.concepts[j] & others for j in range(place + 1, first + 1))
    return (first < last and not is_other) or parsed.word(place + 1) in {"mai", "nunca", "jamas"}


_TRAILING: Final = frozenset({Concept.COURTESY, Concept.THANKS, Concept.MORE, Concept.LINK})


def _that_one_can(parsed: Parsed, place: int, chain: Chain) -> Found | None:
    """What it comes to where it is told that somebody can: "ja sé que puc sortir", "podeu sortir"."""
    if chain.wants and not chain.wills:
        return (Stand.UNKNOWN if parsed.is_question else Stand.TOLD), Concept.CAN
    is_of_others = chain.wills and not (chain.asks or chain.others or parsed.is_question)
    return (Stand.UNKNOWN, Concept.CAN) if is_of_others and is_going_out(parsed.words[place]) else None


def _is_of_whose_data_follow(parsed: Parsed, place: int) -> bool:
    """Whether "doneu de baixa" names nobody and nothing but the list: it is who gives their data below."""
    if parsed.forms[place].act is not Act.GIVE or not is_of_all(parsed, place):
        return False
    if parsed.words[place].endswith("se"):
        return False  # "puede darse de baja" tells anybody
    passed = PASSED | OF_LIST | {Concept.POLITE}
    said = (parsed.words[j] in NOUNS for j in parsed.behind(place) if not parsed.concepts[j] & passed)
    return next(said, False) and all(said)


def _is_wanted(parsed: Parsed, place: int, tags: frozenset[Tag], chain: Chain) -> bool:
    """Whether somebody wants it, it is a command, or who writes does it: not what happens to them."""
    if chain.wants:
        return not chain.broken
    if is_asked_of_one(parsed, place, tags):
        return True
    if Tag.FIRST in tags:  # "un altre missatge i plego" threatens
        return not (chain.broken or parsed.has(Concept.AND, range(place - 3, place)))
    if Tag.IMPERATIVE in tags and is_going_out(parsed.words[place]):
        return False  # "plegueu vosaltres"
    if Tag.IMPERATIVE in tags:
        # "M'esborreu cada vegada" tells; "esborreu-me" and "que m'esborreu" ask.
        is_before = Concept.ME in parsed.of(place - 1)
        return not (chain.broken and (chain.subordinate or is_before)) and (
            not is_before or chain.subordinate or parsed.is_question
        )
    said = range(parsed.segment(place).start, place)
    if PLEASE & {parsed.words[j] for j in said}:  # "por favor, dar de baja"
        return all(parsed.concepts[j] & PASSED for j in said)
    return all(Concept.ADVERB in here for here in parsed.concepts[:place])


def _is_of_writer(parsed: Parsed, place: int) -> bool:
    """Whether it is who writes, their number or their data that goes, and all behind the verb is known."""
    if not is_of_all(parsed, place) or _is_of_message(parsed, place) or _takes_from_writer(parsed, place):
        return False
    word = parsed.words[place]
    if parsed.is_done_to_another(place) or is_going_out(word) or word.endswith(("me", "nos")):
        return True  # whose data are given is looked at elsewhere
    return any(_names_writer(parsed, j) for j in (*range(max(0, place - 3), place), *parsed.behind(place)))


def _takes_from_writer(parsed: Parsed, place: int) -> bool:
    """Whether it is a thing that the writer wants away: "el contenidor, me'l podeu treure?"."""
    return any(
        Concept.ME in parsed.of(j) and parsed.is_joined(j + 1) and parsed.words[j + 1] in THEM
        for j in range(place - 3, place + 2)
    )


def _names_writer(parsed: Parsed, place: int) -> bool:
    here = parsed.concepts[place]
    is_name = parsed.is_data(place) and not here & OF_LIST
    is_writer = not here.isdisjoint({Concept.ME, Concept.OWN, Concept.KIN})
    return is_writer or parsed.words[place] in {"#", "se", "s"} or is_name


def _is_of_message(parsed: Parsed, place: int) -> bool:
    """Whether one message, the list itself or a paper is meant: "elimineu el meu missatge del grup"."""
    # "suprimiu el grup", but not "abandono el grup"
    is_struck = _thing_itself(parsed, place) is not None and not is_going_out(parsed.words[place])
    one = {"missatge", "mensaje", "message", "avis", "aviso"}
    is_one = any(parsed.words[j] in one for j in parsed.behind(place))
    return is_struck or is_one or _is_of_paper(parsed, place)


def _thing_itself(parsed: Parsed, place: int) -> int | None:
    """Where the list or its messages stand, if nothing but an article stands between the verb and them."""
    thing = next((j for j in parsed.behind(place) if parsed.words[j] not in _ARTICLES), None)
    return thing if thing is not None and _names_list(parsed, thing) else None


def _names_list(parsed: Parsed, place: int) -> bool:
    """Whether the word at *place* is of the list or its messages, and not of whose list it is."""
    return bool(parsed.concepts[place] & OF_LIST) and parsed.words[place] not in PLACES | {parsed.place}


def _is_of_paper(parsed: Parsed, place: int) -> bool:
    """Whether a document is what is had out, and none that is given: "me quiero sacar el DNI"."""
    thing = next((j for j in range(place + 1, len(parsed.tokens)) if parsed.words[j] not in _ARTICLES), place)
    is_given = "#" in parsed.near(thing, thing + 4) or any(map(parsed.is_given, range(thing, thing + 4)))
    is_paper = parsed.words[thing] in {"dni", "nie", "carnet", "carne", "passaport", "pasaporte"}
    return is_paper and not (is_given or is_of_list(parsed, thing))


_ARTICLES: Final = frozenset({"el", "la", "els", "les", "l", "los", "las", "un", "una", "the", "this"})


def _elsewhere(chain: Chain, *, for_kin: bool) -> Found | None:
    """What a chain makes of any act: asked about, told, said by others, or wanted by others."""
    if chain.asked:
        return Stand.TOLD, Concept.HOW
    if chain.told and not chain.decided:
        return Stand.TOLD, Concept.TOLD
    if (chain.said or chain.others) and not for_kin:
        return Stand.AGAINST, Concept.SAY if chain.said else Concept.THEY_WANT
    return None


def _leaves_the_list(parsed: Parsed, place: int, tags: frozenset[Tag]) -> bool:
    """Whether it is the list that one goes out of, and not a house, the news or a sum."""
    if tags <= {Tag.THIRD, Tag.PARTICIPLE, Tag.PAST}:
        return False
    is_denied = parsed.has(Concept.NOT, range(place - 4, place))
    near = set(parsed.near(place - 3, place + 4))
    links = [parsed.words[j] for j in parsed.behind(place) if parsed.words[j] in _INTO | _OUT_OF]
    if links[:1] and links[0] in _INTO:
        return False
    is_listed = any(_names_list(parsed, j) for j in parsed.behind(place))
    return is_listed or (not is_denied and bool({"hi", "ne", "n", "en"} & near))


_INTO: Final = frozenset({"a", "al", "als", "en"})
_OUT_OF: Final = frozenset({"de", "d", "del", "dels", "from", "of"})


# --- the noun --------------------------------------------------------------------------------------

_GIVING: Final = 14
"""Words that may stand between "doneu" and "de baixa": "doneu el meu número, 600…, de baixa"."""


def _is_field(parsed: Parsed, place: int) -> bool:
    """Whether a field of the notice is copied: "número de mòbil que es vol donar de baixa"."""
    wanted = {("es", "vol"), ("se", "quiere"), ("es", "vulgui"), ("se", "desea")}
    is_wanted = not wanted.isdisjoint(pairwise(parsed.near(place - 5, place)))
    is_given = parsed.near(place - 3, place) in {("a", "donar", "de"), ("a", "dar", "de")}
    is_due = is_given and Concept.LABEL in parsed.concepts[max(0, place - 4)]
    return is_wanted or is_due


_YOURS: Final = frozenset({"vostra", "vostres", "vuestra", "su", "seva", "tu", "teva"})
"""Before a leave that is another's, or that is told: "us comuniquem la vostra baixa"."""
_SENT: Final = frozenset({"envio", "enviem", "adjunto", "adjuntem", "passo", "passem", "mando", "faig"})
"""What is sent is a paper: "us envio la baixa"."""


def of_noun(parsed: Parsed, place: int) -> Found | None:
    """What the noun comes to; None where a field of the notice is copied."""
    is_named = parsed.near(place - 2, place) in {("sobre", "la"), ("sobre", "mi")}  # asks nothing yet
    is_exclaimed = parsed.words[place] == "vaja" and parsed.ends_at(place + 1)  # "vaja!"
    if is_named or (is_exclaimed and parsed.word(place - 1) != "de") or _is_field(parsed, place):
        return None
    given = giving(parsed, place)
    if given is not None:
        return _struck(parsed, given, parsed.forms[given].tags)
    if parsed.words[place] == "off":
        return None
    chain = chain_of(parsed, place)
    if chain.denials or _is_denied_behind(parsed, place):
        return Stand.AGAINST, Concept.NOT
    if (found := _elsewhere(chain, for_kin=parsed.for_kin)) is not None:
        return found
    is_about = parsed.near(place - 2, place) in {("per", "la"), ("por", "la")}
    if is_about and Concept.DO in parsed.of(place - 3):
        return Stand.UNKNOWN, Concept.DO  # "contacto per la baixa"
    if _is_itself_struck(parsed, place):
        return Stand.AGAINST, Concept.BACK
    is_anothers = parsed.word(place - 1) in _YOURS
    is_told = is_anothers or parsed.word(place + 1) == "es"  # "la baixa és del meu pare"
    fields = {Concept.LABEL, Concept.COURTESY}
    is_value = parsed.word(place - 1) == ":" and fields.isdisjoint(parsed.of(place - 2))  # "Ara: BAIXA"
    if is_told or is_value or _SENT & set(parsed.near(place - 3, place)):
        return Stand.UNKNOWN, Concept.DO
    is_reason = not {"per", "por", "pour"}.isdisjoint(parsed.near(place - 2, place))  # "gràcies per la baixa"
    gives_data = _gives_data_for(parsed, place)
    is_bare = not (chain.wants or chain.subordinate or is_reason or _is_label(parsed, place))
    is_wanted = gives_data or (not chain.broken and (chain.wants or is_bare))
    if not (is_wanted and is_of_all(parsed, place)):
        return Stand.UNKNOWN, Concept.WANT
    return WISH


def _gives_data_for(parsed: Parsed, place: int) -> bool:
    """Whether who writes gives their data for it, and says no more: "os paso mis datos para la baja"."""
    first = max((j + 1 for j in range(place) if parsed.tokens[j].is_mark), default=0)
    data = next(
        (j for j in range(max(first, place - 5), place) if parsed.words[j] in {"dades", "datos"}), None
    )
    if data is None or {"per", "para"}.isdisjoint(parsed.words[data:place]):
        return False
    if not all(Concept.LINK in parsed.concepts[j] for j in range(data + 1, place)):
        return False  # "les dades per evitar la baixa"
    given = {Concept.LINK, Concept.HANDING, Concept.INTRODUCES, Concept.COURTESY}
    return all(parsed.concepts[j] & given or parsed.words[j] in {"son", "aqui"} for j in range(first, data))


def _is_itself_struck(parsed: Parsed, place: int) -> bool:
    """Whether it is the leave that is taken back: "baixa del WhatsApp anul·lada"."""
    return any(
        Tag.PARTICIPLE in parsed.forms[j].tags and parsed.words[j].startswith(VOIDS)
        for j in parsed.behind(place)
    )


def _is_label(parsed: Parsed, place: int) -> bool:
    """Whether the noun labels a field that is filled in with other than data: "BAIXA: pendent"."""
    colon = next((j for j in range(place + 1, len(parsed.tokens)) if parsed.words[j] == ":"), None)
    return colon is not None and not all(
        parsed.tokens[j].is_mark or (is_known(parsed, j) and parsed.forms[j].act is None)
        for j in range(colon + 1, len(parsed.tokens))
    )


def verb_of(parsed: Parsed, place: int) -> int:
    """The place of the verb that goes with the noun at *place*, or the place itself."""
    given = giving(parsed, place) if parsed.words[place] in NOUNS else None
    return place if given is None else given


def giving(parsed: Parsed, place: int) -> int | None:
    """Where the verb stands of "donar … de baixa" and "take … off", whose noun is at *place*."""
    if parsed.words[place] != "off" and parsed.word(place - 1) not in {"de", "d"}:
        return None
    for j in range(place - 1, max(-1, place - _GIVING), -1):
        if parsed.forms[j].act is Act.GIVE:
            return j
        if parsed.tokens[j].is_mark and parsed.words[j] != ",":
            return None
    return None


def is_going_out(word: str) -> bool:
    """Whether one may go out of anything by this verb, so that the list must be named."""
    return word.startswith(("sort", "surt", "sal", "pleg", "marx", "abandon", "deix", "dej"))
