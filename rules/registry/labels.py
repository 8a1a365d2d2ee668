"""The labels of registry notices, as registers of Catalonia and Spain print them.

A label is made of words of labels alone; the first row of `_ROWS` that fits them says what stands behind
it, so that "data de registre de sortida" is never the entry's. The number of a register is an opaque
string: a label or a known shape vouches for it. To teach a new register, add its words here.
"""

import re
import sys
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Final

from rules.text.patterns import alternatives


class Field(Enum):
    """What a label says about the value that follows it."""

    NUMBER = auto()
    SECOND_NUMBER = auto()  # of an auxiliary or a provisional book
    PRESENTED = auto()
    ENTERED = auto()
    TIME = auto()
    NAME = auto()
    SURNAMES = auto()
    DOCUMENT = auto()
    PHONE = auto()
    MATTER = auto()
    PLEA = auto()  # what the person sets forth and asks
    TYPE = auto()
    STATE = auto()
    DEPUTY = auto()  # the representative: not the person
    PERSON_HEAD = auto()
    NOTHING = auto()  # a label whose value must not be taken for another's


PERSONAL: Final = frozenset({Field.NAME, Field.SURNAMES, Field.DOCUMENT, Field.PHONE})
"""What is said of a person."""

Label = tuple[re.Match[str], Field]
"""Where a label stands in a folded text, and what it is."""

_ROWS: Final[tuple[tuple[Field, str], ...]] = (
    (Field.TIME, "^hora"),
    (
        Field.DEPUTY,
        """
        representant* representa*+per representa*+por presentador* tramitador tramitat+per
        funcionari* apodera* tutor* mitja+per autoritzat gestor* registrador registrat+per operador
        """,
    ),
    (
        Field.NOTHING,
        """
        sortida salida orige* expedien* exp notificacio intercanvi sir sia esborrany trames* diposit puesta
        limit captura data+alta naixement nacimiento signatura expedicio caducitat venciment enviament
        creacio efectes data+missatge data+document documents nombre+interessats tipus+identificacio
        tramit+numero tramit+codi tramit+identificador id sollicitud+numero annex* anex* adjunt* fitxer*
        fichero* archivos documentos documentacio* referencia ref presencial oficin* organ* centre unitat
        desti* ens entitat administracio mail email correu correo adreca direccio* domicili* postal poblacio
        municipi* provincia pais idioma csv verificacio empremta hash mida url enllac enlace canal via
        suport atencio fax cip compte iban carrer lloc pagina bustia to from subject enviat enviado cc para
        """,
    ),
    (Field.SECOND_NUMBER, "auxiliar eacat provisional consolidar"),
    (Field.STATE, "estat estado situacio"),
    (
        Field.PLEA,
        """
        exposa exposo exposicio expone sollicita sollicito sollicitud demana demano peticio* observacion*
        comentari* text motivacio motivo fets hechos raons
        """,
    ),
    (
        Field.MATTER,
        """
        assumpte asumpte asunto resum* extract* tramit* procediment* procedimiento tema concept* materia
        objecte objeto descripci* titol motiu serie formulari nom+anotacio nom+element
        tipus+document+presentat
        """,
    ),
    (Field.PERSON_HEAD, "dades+person* dades+interessa* datos+interesad* dades+sollicitant dades+titular"),
    (Field.PERSON_HEAD, "dades+identificati*"),
    (Field.NAME, "nom noms nombre"),
    (Field.SURNAMES, "cognom* apellido* llinatge*"),
    (Field.DOCUMENT, "dni nif nie cif vat passaport pasaporte document+identi* tipus+numero identificaci*"),
    (Field.NOTHING, "tipus+doc* tipo+doc*"),
    (Field.DOCUMENT, "document documento doc identita* identidad identificatiu"),
    (Field.PHONE, "tel tels telf telef* mob mobil* movil* tf tfn tlf whatsapp contacte"),
    (Field.TYPE, "tipus tipo llibre libro sentit moviment classe"),
    (
        Field.NAME,
        """
        interessa* interesad* sollicitant solicitante remitent* procedencia tercer* titular signa* declarant
        rao razon ciutada* ciudadano abonat client autoritzant representa* poderdant atorgant qui quien vei
        usuari+ana persona comparec* compareix* actua presentat+per presentada+per presentad*+por
        portat portada aporta* lliura* entrega*
        """,
    ),
    (Field.PRESENTED, "presentacio* presentat presentad*+el moment instant"),
    (Field.ENTERED, "data fecha dia registrat+el registrad*+el entrat+el"),
    (Field.NUMBER, "numero num no n nro registre registro reg entrada assentament asiento anotacio* justif*"),
    (Field.NOTHING, "codi identificador de"),
)
"""What a label with such words is: joined by "+" it needs all, "^" is the first, "*" any ending."""
_MORE: Final = """
    telematic* reconeguda general electronic* legal on vol vull rebre missatges complet* social principal
    que consent autoritza primer* segon segundo interna definitiu consolidat registral segur dades datos e
    entr acreditatiu nou contact* habilita* directiu acces distribucio disposicion recepcio
    presentats
    """
"""Words of labels that decide nothing."""
_ENTRIES: Final = tuple((field, tuple(words.split("+"))) for field, row in _ROWS for words in row.split())
_KNOWN: Final = {word.strip("^") for _, words in _ENTRIES for word in words} - {"el", "per", "por"}
_WORD: Final = (
    r"(?:[dl][' ]?)?(?:[dn]\.[nio](?:\.[ief])?|"
    + alternatives(
        *(
            word.replace("ll", "l[·.]?l?").replace("*", "[a-z]{0,12}")
            for word in sorted({*_KNOWN, *_MORE.split()})
        )
    )
    + r")(?![a-z])\.?(?:/[a-z]{1,3})?"
)
_BETWEEN: Final = r"(?:[ _]{1,3}\(?|[ ]?/[ ]?|-)(?:(?:del?|l[ae]s?|els?|los|[iyoa]|en|per|por)[ _]{1,2})*"
_LABEL: Final = (
    rf"(?:en )?{_WORD}(?:{_BETWEEN}{_WORD}\)?){{0,7}}(?:[ ](?:de|el|en|per|por))?(?:[ ]{{1,3}}[1-9](?!\d))?"
)
_SEPARATOR: Final = (
    r"[ ]{0,3}(?:\((?:s|es|a|da|/a|nif|dni|entrada)\)|/da|/a)?[ .·_]{0,60}(?:[:=|\t]|->|- )[ :=|\t]{0,20}"
)


@cache
def _labelled() -> re.Pattern[str]:
    """A label with a mark after it: colon, tab, dots, a gap, or the end of the line.

    Built for the first notice that comes, as the other of all labels is.
    """
    return re.compile(
        r"(?:^|(?<=[|;\t])|(?<= - )|(?<=, )|(?<=  ))[ \t*·>|#-]{0,8}(?:\d{1,2}[.)][ ])?"
        rf"(?=[a-z])(?P<label>{_LABEL})"
        rf"(?:{_SEPARATOR}|(?:[ ]{{2,60}}|[ ]?\.{{2,60}}[ ]{{0,4}}|[ ]\.[ ]{{1,4}})(?=\S)|[ ]{{0,4}}$)",
        re.MULTILINE,
    )


@cache
def _bare() -> re.Pattern[str]:
    """A label with nothing but a space after it, for notices that print no colons."""
    return re.compile(rf"(?<!\S)(?=[a-z])(?P<label>{_LABEL})[ ](?=[\w(])")


def labels_in(folded: str, start: int = 0, end: int = sys.maxsize) -> list[Label]:
    """The labels with a mark after them, between two places of a folded text."""
    matches = _labelled().finditer(folded, start, end)
    return [(match, what) for match in matches if (what := _field_of(match["label"]))]


def bare_labels_in(folded: str) -> list[Label]:
    """The labels with nothing but a space after them that may be labels all the same."""
    return [
        (match, what)
        for match in _bare().finditer(folded)
        if (what := _field_of(match["label"])) and not _may_begin_sentence(match["label"])
    ]


def _may_begin_sentence(label: str) -> bool:
    """Whether only a mark after it makes a label of it."""
    return label in {"qui", "quien", "persona"} or label.startswith(("en ", "actua"))


@lru_cache(maxsize=512)
def _field_of(label: str) -> Field | None:
    """What the words of a label stand for; None where they are none's."""
    plain = label.replace("·", "").replace(".", "").replace("ll", "l")
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return next((field for field, needed in _ENTRIES if _has(words, needed)), None)


def is_label(folded: str) -> bool:
    """Whether the folded text is a label and nothing else."""
    return _labelled().fullmatch(folded) is not None and _field_of(folded) is not None


def _has(words: list[str], needed: tuple[str, ...]) -> bool:
    """Whether each of what is needed is among the words of a label."""
    return all(any(_is(word, one) for word in (words[:1] if one[0] == "^" else words)) for one in needed)


def _is(word: str, known: str) -> bool:
    known = known.strip("^").replace("ll", "l")
    return word.startswith(known[:-1]) if known.endswith("*") else word == known


ON_BEHALF: Final = re.compile(
    r"[ ,;(]{0,3}\b(?:actuant |obrant |actuando )?en (?:nom|nombre|representacio|representacion)"
    r"(?: i (?:en )?representacio| y (?:en )?representacion)? (?:de la |de l'|del |de |d'en |d')(?!propi)"
)
"""What stands between who acts and for whom, in folded text."""


def _shapes(letter: str) -> re.Pattern[str]:
    """Shapes of numbers that need no label, by the letter for what comes in or what goes out."""
    return re.compile(
        rf"(?<![\w/])(?:REGAGE\d{{2}}{letter}\d{{11}}|{letter}[/-]\d{{3,8}}(?:[-/]\d{{1,8}}){{1,2}}|"
        rf"{letter}(?:19|20)\d{{8}}|(?:19|20)\d{{2}}[-/]{letter}(?:-R[ECI])?[-/]\d{{1,7}}|"
        rf"\d-{letter}-\d{{1,6}}/\d{{4}}|GOIB{letter}\d{{6,16}}/\d{{4}})(?!\w)",
        re.IGNORECASE,
    )


NUMBER_SHAPE: Final = _shapes("E")
EXIT_SHAPE: Final = _shapes("S")
"""Never an entry."""

PROSE_NUMBER: Final = re.compile(
    r"\b(?:registre(?: general)?(?: d'entrada| entrada)?|reg\.?|registro(?: de entrada)?|assentament|asiento|"
    r"anotacio|entrada|r\.e\.|re|"
    r"(?:registra(?:da|t|do|des|ts)|entrada|entrat)(?: [a-z0-9'/.:]{1,12}){0,8}? (?:amb|con)(?: el)?)"
    r"[ ,:\n]{1,3}(?:d'entrada |de entrada |general |electronic )?"
    r"(?:amb (?:el )?|con (?:el )?|es (?:el )?)?(?:numero|num\.?|n\.|no|nº|#)?[ :.]{0,3}(?:de registre |es )?"
    r"(?P<number>(?:[a-z]{1,6}[-/ ]?)?\d[\w/.-]{0,24}\w|\d)(?!\w)"
)
"""A number right after the word for a register, in a sentence."""
