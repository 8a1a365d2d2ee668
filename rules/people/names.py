"""Names of people: is the name in a message that of the person in the books?

A name never proves who somebody is: the DNI and the mobile do. It can only say that
the mail speaks of somebody else, and in a village that is a sister, a father, a cousin.

Rule 1: what people leave out or write otherwise is forgiven: accents, particles, a surname,
        the order of given name and surnames, an initial, everyday and Spanish forms, a slip.
Rule 2: every word of the shorter name stands in the longer one, in the same turn.
Rule 3: two given names are two people, however alike: Maria is not Marta, nor Marià.
Rule 4: nobody goes by the second name alone, but for the many called Maria first.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from rules.findings import Person
from rules.text.patterns import word_set
from rules.vocabulary.name_words import GIVEN_NAMES

_LONGEST: Final = 200
"""Characters of a name that are looked at."""

_PARTICLES: Final = word_set("i y e de del d la las les el els los en na l da dos")
_TITLES: Final = frozenset({"sr", "sra", "srta", "dr", "dra", "don", "dona", "senyor", "senyora"})
_GEMINATE: Final = re.compile("l[·.•]l")

# Without their accent these are women: Marià and Maria, Julià and Júlia.
_MEN_BY_ACCENT: Final = word_set("maria julia emilia aurelia octavia lucia llucia valeria cecilia flavia")

# One name in its Catalan, Spanish and everyday forms.
_FORMS: Final = """
    josep jose pep josepet | joan juan joanet | jordi jorge | xavier javier xavi javi | pere pedro peret |
    francesc francisco cesc cisco sisco quico kiko paco xesc xesco fco | carles carlos | lluis luis lluiset |
    antoni antonio toni ton tonet | miquel miguel quel | jaume jaime jaumet met | enric enrique quique |
    andreu andres | pau pablo | rafel rafael rafa | joaquim joaquin quim quimet | manel manuel manolo |
    esteve esteban | ferran fernando nando | guillem guillermo | bartomeu bartolome tomeu |
    narcis narciso siso | ignasi ignacio nasi nacho | agusti agustin | marti martin | felip felipe |
    salvador vador salva | sebastia sebastian | vicenc vicente vicens vicent | domenec domingo |
    albert alberto | robert roberto | eduard eduardo | ricard ricardo | ernest ernesto | alfons alfonso |
    alfred alfredo | alexandre alejandro | artur arturo | lluc lucas | marc marcos | mateu mateo |
    bernat bernardo | gabriel biel | gerard gerardo | gregori gregorio | isidre isidro | jeroni jeronimo |
    llorenc lorenzo | nicolau nicolas | sergi sergio | eudald eudaldo | emili emilio | juli julio |
    claudi claudio | eugeni eugenio | cristofol cristobal tofol | damia damian | adria adrian | fabia fabian |
    fermi fermin | valenti valentin | benet benito | climent clemente | marcelli marcelino | mariano nano |
    lluciano luciano | juliano julian | dolors dolores lola loles | maria ma | merce mercedes merche |
    concepcio concepcion conxita concha conxa | montserrat montse rat muntsa | anna ana | joana juana |
    carme carmen carmeta | assumpcio asuncion assumpta asunta | encarnacio encarnacion encarna |
    remei remedios | roser rosario | neus nieves | angels angeles | esperanca esperanza | caterina catalina |
    margarida margarita | magdalena magda | isabel bel | elisabet elisabeth |
    immaculada inmaculada imma inma | llucia lucia | lluisa luisa | antonia tonia |
    josepa josefa pepa pepita josefina fina | francesca francisca cesca paquita fca | enriqueta queta |
    helena elena | eulalia laia | ines agnes | judit judith | ester esther | marta martha | rut ruth |
    teresa tere | trinitat trinidad trini | purificacio purificacion puri | nativitat natividad nati |
    pilar pili | nuria nuri | silvia sil | meritxell txell | susanna susana | beatriu beatriz | empar amparo |
    victoria viqui | consol consuelo
"""
_FORM_OF: Final[Mapping[str, str]] = {
    name: first for first, *others in map(str.split, _FORMS.split("|")) for name in (first, *others)
}
_KNOWN: Final = GIVEN_NAMES | _FORM_OF.keys()

# Maria Josep is never called Josep, as Maria Mercè is called Mercè.
_GO_WITH_MARIA: Final = frozenset({"josep", "jesus"})


def words_of(name: str) -> tuple[str, ...]:
    """The bare words of a name: no case, accents, particles or titles; what follows a comma comes first."""
    surnames, _, given = name[:_LONGEST].partition(",")
    text = unicodedata.normalize("NFKC", f"{given} {surnames}").casefold()
    text = _GEMINATE.sub("ll", text)
    words = "".join(c if c.isalpha() or unicodedata.combining(c) else " " for c in text).split()
    bare = (_bare(word) for word in words)
    return tuple(word for word in bare if word and word not in _PARTICLES and word not in _TITLES)


def _bare(word: str) -> str:
    """The word without accents, but for the one that tells a man's name from a woman's."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if bare in _MEN_BY_ACCENT and word[-1] in "àá":
        return f"{bare[:-1]}ano"
    return bare


def compatible(given: str | None, known: str | None) -> bool:
    """Can *said* be the name of the person known as *known*? True where either is not given."""
    shorter, longer = sorted((words_of(given or ""), words_of(known or "")), key=len)
    if not shorter:
        return True
    turns = (longer[i:] + longer[:i] for i in range(len(longer)))
    return any(_stands_in(shorter, turn) for turn in turns) and not _drops_first_name(shorter, longer)


def may_be_one(asked: Person, complete: Person) -> bool:
    """Can who was *asked* for data be the person who gave *complete* ones? Nothing that both gave differs."""
    pairs = ((asked.id_document, complete.id_document), (asked.phone, complete.phone))
    return all(a is None or a == b for a, b in pairs) and compatible(asked.name, complete.name)


def _stands_in(words: Sequence[str], others: Sequence[str]) -> bool:
    """Every word has its like among the others, in the same order."""
    rest = iter(others)
    return all(any(_alike(word, other) for other in rest) for word in words)


def _drops_first_name(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """The shorter has a given name, but not the one that the longer begins with: Maria for Josep Maria."""
    first = longer[0]
    if first not in _KNOWN or any(_alike(word, first) for word in shorter):
        return False
    if _form(first) == "maria" and _form(longer[1]) not in _GO_WITH_MARIA:
        return False
    return any(word in _KNOWN for word in shorter)


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:  # an initial
        return one[0] == other[0]
    return _form(one) == _form(other) or _is_slip(one, other)


def _form(word: str) -> str:
    return _FORM_OF.get(word, word)


def _is_slip(one: str, other: str) -> bool:
    """One wrong, missing, doubled or swapped letter of a long word, but never the last one."""
    if min(len(one), len(other)) < 5 or {one, other} <= _KNOWN:
        return False
    if one[:-1] in {other, other[:-1]} or other[:-1] == one:
        return False
    return OSA.distance(one, other, score_cutoff=1) == 1
