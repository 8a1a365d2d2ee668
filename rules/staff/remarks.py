"""What staff say above what they pass on: a word that holds it back goes before what is passed on.

Only phrases that plainly hold back are known; whatever else stands there ("per a
vosaltres", "apunteu-la, sisplau") lets what is passed on speak for itself.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile
from typing import Final

from rules.chats.chat import POSTS, words_in
from rules.people.documents import find_documents
from rules.text.folding import clean, fold
from rules.text.patterns import word_set
from rules.text.tokens import Token, as_text
from rules.vocabulary.name_words import GIVEN_NAMES

_WAITS: Final = word_set("""
    descarteu descarta ignoreu ignora ignorad elimineu oblideu espereu esperem esperad esperamos atureu
    pareu stop alto hold don broma prova prueba repe duplicat duplicada duplicado repetit repetida omis
    omiso equivocat equivoca equivocar confirmar comprovar comprovo comproveu comprova comprobar
    verificar parlar hablar sabeu sabes sabeis repensat desdit dubto dubte fyi arxivar archivar constancia
    """)
"""Words that hold back, whatever stands beside them."""
_TURNS: Final = (
    *("nomes per", "solo para", "abans de", "antes de", "mireu si", "mireu-ho", "mira si", "a veure si"),
    *("no se si", "no estic segur", "no fa falta", "no hace falta", "no ho vol", "no la vol", "no lo quiere"),
)
_BY_ERROR: Final = ("per error", "por error")
_MISTAKE: Final = re.compile(
    r"\b(?:(?:per|por|era|es|ha estat|ha sido) )?(?:un |una )?(?:error|errada|equivocacio|equivocacion)\b|"
    r"\b(?:(?:m|me|em|ens|nos)['’ ]?)?(?:he|hem|hemos|havia|vaig|vam)? ?equivoca(?:t|ts|da|do|r|r-me|r-nos)\b"
)
_COME: Final = word_set("arribat entrat vingut llegado entrado")
"""By error a mail came to somebody, which holds nothing back."""
_DONE_TO: Final = word_set("l la el els les ho lo los las")
_OBJECTS: Final = _DONE_TO | word_set("li le n en ne hi s se us os")
_BE_DONE: Final = word_set("""
    cal calen cas feu facis facin fem fer hagais haced hagas hacer hay heu hem
    apunteu apuntis apuntar poseu posis posar pongais doneu donis donem donar deis demos dar d afegiu
    afegir anadais activeu activar apliqueu aplicar inclogueu toqueu toquis tramiteu tramitis
    """)
"""What a "no" before it forbids; of other verbs somebody has not done them, or cannot."""
_PAPER: Final = ("clausul", "consent", "formul", "paper", "papel", "docum")
_IS_THERE: Final = word_set("es son era eren esta estan consta consten figura fet feta fets")
_HAVE: Final = word_set("he hem hemos vam vaig havia haviem tenim tenemos tenen teniem teniamos")
_ENTERED: Final = ("registra", "presenta", "signa", "entra", "firma")
_OTHERS: Final = word_set("altra altre altres otra otro otros otras resta resto seu seva seus su sus")
_IS_FOR: Final = word_set("es son era va")
_OF_OTHERS: Final = word_set("altra altre otra otro afa ampa casal club escola cacadors comarcal")


def holds_back(comment: str, *, done_holds: bool = True) -> str | None:
    """The words of a clerk's comment that say not to act on what is passed on, or to look first.

    Not *done_holds*: that something else was done already is no such word.
    """
    text = as_text(comment).cleaned
    for sentence in text.sentences:
        of_paper = any(token.word.startswith(_PAPER) for token in sentence)
        for is_mark, clause in groupby(sentence, key=lambda token: token.is_mark):
            tokens = list(clause)
            place = slice(tokens[0].start, tokens[-1].end)
            if not is_mark and _holds(text.folded[place], tokens, of_paper=of_paper, done_holds=done_holds):
                return text[place]
    return None


def without_mistake(text: str) -> str:
    """The words without those that say that something was a mistake: a reason to take it back."""
    cleaned = as_text(text).cleaned
    return cleaned.filled(found.span() for found in _MISTAKE.finditer(cleaned.folded))


def says_mistaken(text: str) -> str | None:
    """The words that say that something was a mistake."""
    cleaned = as_text(text).cleaned
    found = _MISTAKE.search(cleaned.folded)
    return cleaned[found.start() : found.end()].strip() if found else None


_CORRECTS: Final = word_set("perdo perdon no error equivocat equivocada rectifico correccio volia")
_NAMES_ANOTHER: Final = _CORRECTS | word_set("""
    ai ui m he per era es volia dir la el les els l a al sino be millor num numero fitxa cas i un una
    """)


def takes_back(line: str, left: str) -> bool:
    """Whether a line only names another than the line above: "perdó, no: A-0020", "m'he equivocat, la 20".

    *left* is what it says beside its references.
    """
    words = [word for word in words_in(left) if any(map(str.isalpha, word))]
    is_of_another = any(map(str.isdigit, line)) and _NAMES_ANOTHER.issuperset(words)
    return is_of_another and not _CORRECTS.isdisjoint(words)


def _holds(said: str, clause: Sequence[Token], *, of_paper: bool, done_holds: bool) -> bool:
    words = [token.word for token in clause]
    if not _WAITS.isdisjoint(words) or any(turn in said for turn in _TURNS) or _is_for_others(words):
        return True
    if _COME.isdisjoint(words) and any(turn in said for turn in _BY_ERROR):
        return True
    return any(
        (word in {"no", "ni"} and _forbids(words[at + 1 :], of_paper=of_paper))
        or (
            done_holds
            and word in {"ja", "ya"}
            and _OTHERS.isdisjoint(words[:at])
            and _is_done(words[at + 1 :])
        )
        for at, word in enumerate(words)
    )


def _is_for_others(words: Sequence[str]) -> bool:
    """Whether it is said to be for another list: "és per a l'altra", "va per l'AFA"."""
    is_for = (one in _IS_FOR and other in {"per", "pel", "para", "d"} for one, other in pairwise(words))
    return any(is_for) and not _OF_OTHERS.isdisjoint(words)


def _forbids(behind: Sequence[str], *, of_paper: bool) -> bool:
    """Whether a "no" before these words is said of what is passed on: what is not yet there is the paper."""
    verb = next((word for word in behind if word not in _OBJECTS), "")
    return verb in _BE_DONE or (verb in {"", "es"} and not of_paper)


def _is_done(behind: Sequence[str]) -> bool:
    """Whether an "already" before these words says that it is done."""
    objects = list(takewhile(_OBJECTS.__contains__, behind))
    said, then = (*behind[len(objects) :], "", "")[:2]
    is_done_to = not _DONE_TO.isdisjoint(objects)
    return (said in _IS_THERE and not then.startswith(_ENTERED)) or (said in _HAVE and is_done_to)


_TO_DO: Final = word_set("""
    podeu podrieu podries podria podeis podriais podrias pots puedes posa poseu poses pons doneu dones dona
    feu fas poneis pones dais das haceis haces oi eh acord vale val ok entesos esteu estas
    """)
_STEMS_TO_DO: Final = ("apunt", "afegi", "tramit", "inscri")


def asks_back(comment: str) -> str | None:
    """A question in a clerk's comment that is no order: somebody must answer before anything is done."""
    text = as_text(comment).cleaned
    for sentence in text.sentences:
        # An order, or a greeting: "l'apunteu, sisplau?"
        asks_to_do = any(one.word in _TO_DO or one.word.startswith(_STEMS_TO_DO) for one in sentence)
        if "?" in sentence[-1].word and not asks_to_do:
            return text.folded[sentence[0].start : sentence[-1].end]
    return None


# --- what stands beside references ----------------------------------------------------------------

_EXCEPT: Final = word_set("menys excepte salvo menos")
_NOT_PLAIN: Final = _EXCEPT | word_set("""
    no encara falta quan dema potser crec dilluns dimarts dimecres dijous divendres dissabte diumenge
    lunes martes miercoles jueves viernes
    """)


def unclear(left: str, *, undoes: bool) -> str | None:
    """The first words beside references that make it no order; where it *undoes*, a mistake is why."""
    held = holds_back(without_mistake(left)) if undoes else holds_back(left) or says_mistaken(left)
    return not_plain(left) or held


def forbids(left: str) -> bool:
    """Whether words say that something is not to be done, or of whom it is not: "no feu", "tots menys"."""
    words = {token.word for sentence in as_text(left).sentences for token in sentence}
    return holds_back(left, done_holds=False) is not None or not _EXCEPT.isdisjoint(words)


def not_plain(left: str) -> str | None:
    """The first word that makes of what stands beside the references more than an order."""
    if "?" in left:
        return "?"
    text = as_text(left).cleaned
    words = [token for sentence in text.sentences for token in sentence]
    found = (one for at, one in enumerate(words) if _is_not_plain(*words[at : at + 3]))
    return next((text[one.start : one.end] for one in found), None)


def _is_not_plain(word: Token, *behind: Token) -> bool:
    """Whether these words begin with one that leaves out, puts off or doubts: "tret del 12", "si ve"."""
    then = [token.word for token in behind]
    if word.word == "tret":  # "ja l'he tret" is what was ordered
        return not {"de", "del", "dels"}.isdisjoint(then[:1])
    if word.word != "si":
        return word.word in _NOT_PLAIN
    is_yes = word.accented or not any(map(str.isalpha, then[:1]))
    return not is_yes and then != ["us", "plau"]


# --- courtesies, and who signs -------------------------------------------------------------------

_CLOSING: Final = (
    *("salutacio", "salut", "saludo", "cordialment", "atentament", "atentamente", "gracies", "merci"),
    *("gracias", "records", "abracad", "bona tarda", "bona setmana"),
)
_WARMLY: Final = word_set("moltes ben molt una un muchas")
_THANKS: Final = (
    *("moltes gracies", "muchas gracias", "gracies", "gracias", "merci", "si us plau", "sisplau", "salut"),
    *("per favor", "por favor", "salutacions", "fins ara", "bon dia", "buenos dias", "bona tarda"),
)
_MARKS: Final = " .,!);:·-"
_OWN_NAME: Final = re.compile(r"^[A-ZÀ-Ý][\w'·-]+(?: (?:[a-z]{1,3} )?[A-ZÀ-Ý][\w'·.-]+){1,4}$")
_GREETING: Final = re.compile(
    r"\W{0,3}(?:hola|ei|bon dia|bona (?:tarda|nit)|bon vespre|bones|buen[oa]s(?: (?:dias|tardes|noches))?|"
    r"benvolgu\w{1,3}|estima\w{1,3})\b"
)
_LONGEST_GREETING: Final = 60
_TO_ALL: Final = word_set("a i y tots totes tothom todos todas")
_OWN_ROLE: Final = (*POSTS, "oficina", "ajuntament", "ayuntamiento")


def is_greeting(line: str) -> bool:
    """Whether a line only greets: it may name whom, and says nothing else."""
    folded = fold(clean(line)).strip()
    match = _GREETING.match(folded)
    if match is None or len(folded) > _LONGEST_GREETING:
        return False
    whom = folded[match.end() :]
    words = words_in(whom.strip(_MARKS))
    is_known = all(word in _TO_ALL or word in GIVEN_NAMES for word in words)
    return is_known or (len(words) == 1 and whom.startswith(f" {words[0]}"))


def without_greeting(line: str) -> str:
    """A line behind the greeting that it begins with: "Bon dia, FET 28"."""
    mark = next((at for at, char in enumerate(line[:_LONGEST_GREETING]) if char in ",.;:!"), None)
    if mark and is_greeting(line[:mark]) and (behind := line[mark:].lstrip(_MARKS)):
        return behind
    match = _GREETING.match(fold(line))
    return line[match.end() :].lstrip() if match and line.startswith(" ", match.end()) else line


def without_thanks(line: str) -> str:
    """A line without the courtesies that it ends with: "FET 1 i 2, gràcies!"."""
    for _ in range(4):  # "gràcies, salut, fins ara"
        kept = line.rstrip(_MARKS)
        folded = fold(kept)
        said = next((words for words in _THANKS if folded.endswith(words)), None)
        if said is None or folded[: -len(said)][-1:].isalnum():
            return line
        line = kept[: -len(said)].rstrip(_MARKS)
    return line


def is_name(line: str) -> bool:
    """Whether a line is nothing but a full name, as who signs writes it."""
    return _OWN_NAME.match(line.strip()) is not None


def is_closing(line: str) -> bool:
    """Whether a line is how a letter is closed: "Moltes gràcies,", "Salutacions cordials"."""
    words = fold(line).strip(" \t-–·*").split()
    kept = " ".join(words[1:] if words[:1] and words[0] in _WARMLY else words)
    return len(line) <= 45 and kept.startswith(_CLOSING)


def until_closing(text: str) -> str:
    """A cleaned text above its closing, whatever stands below it."""
    lines = text.splitlines(keepends=True)
    closing = next((at for at, line in enumerate(lines) if at and is_closing(line)), len(lines))
    return "".join(lines[:closing])


def above_closing(text: str) -> str:
    """A clerk's words above their closing, or their name and office: what stands below are their own data."""
    cleaned = clean(text)
    lines = cleaned.splitlines(keepends=True)
    names = (at for at, (line, below) in enumerate(pairwise(lines)) if is_name(line) and _says_office(below))
    head = min(until_closing(cleaned), "".join(lines[: next(names, len(lines))]), key=len)
    below = cleaned[len(head) :]
    is_signature = sum(map(str.isdigit, head)) >= 7 or _says_office(below)  # digits of who is told of
    # A clerk signs with their telephone, never with a document.
    return head if is_signature and not find_documents(below) else cleaned


def _says_office(text: str) -> bool:
    return any(word.startswith(_OWN_ROLE) for word in words_in(text))
