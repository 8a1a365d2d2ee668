"""The labels of registry notices, as registers of Catalonia and Spain print them.

The number of a register is an opaque string: a label or a known shape vouches for
it. Labels are tried longest first, so that "número de registre de sortida" is never
"número de registre". To teach a new register, add its labels here.
"""

import re
from enum import Enum, auto
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


_LABELS: Final[dict[Field, str]] = {
    Field.NUMBER: """
        numero de registre d'entrada|num. de registre d'entrada|num. registre d'entrada
        numero registre d'entrada|numero de registre entrada|n. de registre d'entrada
        no de registre d'entrada|no registre d'entrada|no registre entrada|numero d'entrada
        num. d'entrada|num. entrada|numero entrada|registre d'entrada numero|registre d'entrada num.
        registre d'entrada no|registre entrada numero|registre entrada num.|registre entrada num
        registre entrada no|registre d'entrada|registre entrada|numero de registre general
        registre general numero|registre general num.|registre general|numero de registre|numero registre
        num. de registre|num. registre|num registre|no de registre|no registre|n. registre|nro. registre
        n registre|reg. num.|numero d'assentament|num. d'assentament|num. assentament|num assentament
        numero assentament|assentament numero|assentament num.|assentament no|assentament
        numero d'anotacio|num. d'anotacio|num. anotacio|anotacio numero|anotacio num.
        anotacio de registre|anotacio|numero de registro de entrada|numero de registro|numero registro
        no de registro|no registro|n. registro|num. registro|num. de registro|registro de entrada
        numero de asiento|no asiento|asiento registral|numero de entrada|no de entrada|no entrada
        numero_registro_entrada|numero definitiu|numero consolidat|codi de registre
        identificador de registre|registre|registro|entrada|entrada numero|entrada num.|numero|num.|no
        num. registre general|num. de registre general|codi d'assentament|identificador d'assentament
        num|nro|no d'assentament|no d'anotacio
        numero del registre|num. del registre|numero de justificant|registre num.|registre num|registre no
        registro num.|registro num|registro no|numero assentament entrada|num. assentament entrada
        numero d'assentament d'entrada|numero de anotacion|no de anotacion|no anotacion|n.o de anotacion
        n.o d'anotacio|n.o de registro|n.o de registre
    """,
    Field.SECOND_NUMBER: """
        numero de registre auxiliar|num. registre auxiliar|registre auxiliar|numero auxiliar
        numero de registre eacat|num. registre eacat|registre eacat|numero eacat
        numero d'assentament per consolidar|numero provisional|registre auxiliar eacat|num. auxiliar
        numero de registre provisional|numero de registre de l'eacat|numero de registro auxiliar
        registro auxiliar|no registro auxiliar|num. registre eacat (auxiliar)
    """,
    Field.PRESENTED: """
        data i hora de presentacio|data/hora de presentacio|data/hora presentacio|data hora presentacio
        data i hora presentacio|data de presentacio|data presentacio|presentacio|presentat el
        presentada el|data i hora de la presentacio|presentat|fecha y hora de presentacion
        fecha/hora de presentacion|fecha/hora presentacion|fecha de presentacion|fecha presentacion
        presentado el|moment de presentacio|data de presentacio telematica|data presentacio reconeguda
        data i hora de presentacio reconeguda|presentacio telematica|instant de presentacio
    """,
    Field.ENTERED: """
        data i hora de registre en|data i hora de registre d'entrada|data i hora de registre
        data i hora del registre|data i hora registre|data/hora de registre|data/hora registre
        data hora registre|data i hora d'entrada|data i hora entrada|data/hora d'entrada
        data/hora entrada|data i hora d'assentament|data i hora de l'assentament|data i hora assentament
        data/hora assentament|data de registre d'entrada|data de registre|data registre|data del registre
        data d'assentament|data assentament|data de l'assentament|data d'entrada|data entrada
        data d'anotacio|data anotacio|data i hora|data/hora|data hora|data|dia|fecha y hora de registro
        fecha/hora de registro|fecha y hora de entrada|fecha_hora_entrada|fecha de registro
        fecha registro|fecha de entrada|fecha entrada|fecha y hora|fecha/hora|fecha|registrat el
        registrada el|registrado el|entrat el|data i hora d'anotacio|fecha de asiento|fecha del asiento
        fecha y hora de asiento|fecha de registro de entrada|data i hora de l'anotacio
    """,
    Field.TIME: """
        hora de presentacio|hora presentacio|hora de registre|hora registre|hora d'entrada
        hora d'assentament|hora|hora de presentacion|hora de registro
    """,
    Field.NAME: """
        nom i cognoms de la persona interessada|nom i cognoms de l'interessat|nom i cognoms/rao social
        nom i cognoms o rao social|nom i cognoms|cognoms i nom|nom complet|nom/rao social
        nom o rao social|nom|persona interessada|interessat/da|interessada|interessat|interessats
        interessat principal|sol.licitant|persona sol.licitant|remitent|procedencia|tercer|tercero|titular
        nom de l'interessat|nom interessat|nombre del interesado|nom de la persona sol.licitant
        nom i cognoms de la persona sol.licitant|nom i cognoms del sol.licitant
        ciutada/ana|nom del sol.licitant|nom de la persona interessada
        nom del titular|dades de l'interessat|presentat per|signant|signatari|declarant|persona declarant
        rao social|interesado/a|interesado|interesada|interesados|nombre y apellidos|apellidos y nombre
        nombre completo|nombre o razon social|nombre/razon social|nombre|solicitante|remitente
        razon social|ciudadano|abonat|client|autoritzant|persona que autoritza|persona que consent
        persona representada|representat|representada|representat/da|representado|poderdant
        presentado por|presentat telematicament per|atorgant|qui signa|veí/ina|vei|usuari/ana
        presentada per|presentada por|portat per|portada per|lliurat per|lliurada per|qui|quien|persona
        compareix|compareixent|comparece|compareciente|aportat per|aportada per|aportado por
        entregat per|entregada per|entregado por|entregada por
        en representacio de|en nom de|en nom i representacio de|en representacion de|en nombre de
        en nombre y representacion de|actua en nom de|actua en representacio de
    """,
    Field.SURNAMES: """
        primer cognom|segon cognom|cognoms|cognom|llinatges|primer llinatge|segon llinatge
        cognoms de la persona interessada|cognoms de l'interessat|cognoms del sol.licitant
        cognoms de la persona sol.licitant|apellidos del interesado|primer apellido|segundo apellido
        apellidos|cognom 1|cognom 2|apellido 1|apellido 2
    """,
    Field.DOCUMENT: """
        document d'identitat|doc. d'identitat|doc. identitat|document identitat|document identificatiu
        tipus i numero de document|numero de document|num. de document|num. document|no document|document
        doc.|dni/nie/nif|dni/nif/nie|dni/nie|dni/nif|nif/nie|nif/dni|nif/cif|nif-cif|nif/nie/passaport
        dni/nie/passaport|dni|d.n.i.|d.n.i|nif|n.i.f.|n.i.f|nie|n.i.e.|n.i.e|documento de identidad
        documento identidad|documento|numero d'identificacio|identificacio|identificador|identificacion
        num. identificacio|doc identitat|document (nif)|numero identificatiu|identitat|cif/nif|vat
        passaport|pasaporte|document acreditatiu
    """,
    Field.PHONE: """
        telefon mobil|telefons de contacte|telefon de contacte|telefons|telefon|tel. mobil|tel mobil
        tels.|tels|tel.|tel|telf.|telef.|tlf.|tf.|tfn.|mobil de contacte|numero de mobil|num. de mobil
        num. mobil|numero mobil|numero de telefon|num. de telefon|num. telefon|mobils|mobil|mob.|mob
        mobil on vol rebre els missatges|mobil on vull rebre els missatges
        telefono movil|telefono de contacto|telefono|movil|numero de telefono|numero de movil|whatsapp
        mobil (whatsapp)|telefon/mobil|telefon mobil (whatsapp)|contacte
    """,
    Field.MATTER: """
        resum/assumpte|assumpte/resum|resum de l'assumpte|resum|assumpte|extracte|tramit|procediment|tema
        concepte|materia|nom del tramit|tipus de tramit|objecte|descripcio|titol|asunto/resumen|asunto
        resumen|extracto|tramite|procedimiento|objeto|descripcion|concepto|motiu|serie documental
        tipus de document presentat|formulari|nom anotacio|nom de l'anotacio|nom de l'element
    """,
    Field.PLEA: """
        exposa|exposo|exposicio|sol.licita|sol.licito|demana|demano|peticio|sol.licitud|observacions
        comentari|comentaris|text|motivacio|expone|solicita|solicitud|peticion|observaciones|comentario
        fets|raons|motivo|exposo / sol.licito|exposa / sol.licita|exposicio / sol.licitud
        exposo i sol.licito|exposa i sol.licita|exposo/sol.licito|exposa/sol.licita|exposa / demana
        expone / solicita|expone/solicita|expone y solicita|exposo i demano|fets i sol.licitud
        fets i peticio|hechos y solicitud|fets / peticio|exposo / demano
    """,
    Field.TYPE: """
        tipus registre|tipus de registre|tipus d'assentament|tipus assentament|tipus d'anotacio|tipus
        tipo de registro|tipo de asiento|tipo|llibre|libro|sentit|tipus de moviment|classe
    """,
    Field.STATE: """
        estat de l'assentament|estat de l'anotacio|estat del tramit|estat|estado del asiento|estado
        nou estat|situacio
    """,
    Field.DEPUTY: """
        representat per|representada per|representado por|per mitja de|representant legal|representant
        dades del representant|dades de la persona representant
        persona representant|representante|en representacio de qui presenta|presentador|presentadora
        persona presentadora|tramitador|tramitat per|funcionari habilitat|funcionaria habilitada|apoderat
        tutor|tutora|tutor legal|tutora legal|tutor/a legal|pare, mare o tutor|apoderada|autoritzat
        gestor|gestoria|usuari tramitador|registrador|registrat per|operador
    """,
    Field.PERSON_HEAD: """
        dades de la persona interessada|dades de l'interessat|dades de l'interessat/da|dades personals
        datos del interesado|dades del sol.licitant|dades de la persona sol.licitant|dades interessat
        dades del titular|dades identificatives
    """,
    Field.NOTHING: """
        numero de registre de sortida|num. registre de sortida|num. registre sortida
        num. de registre de sortida|numero de registro de salida|registre de sortida|registre sortida
        sortida|salida|numero de sortida|numero de registre origen|num. registre origen
        num. de registre origen|numero registre origen|origen num.|numero d'origen|num. origen
        registre origen|numero de registro origen|registro origen|numero d'expedient|num. d'expedient
        num. expedient|num expedient|numero expedient|expedient|exp.|no expediente|numero de expediente
        expediente|id. notificacio|id notificacio|referencia|ref.|referencia interna|identificador sir
        id. intercanvi|identificador d'intercanvi|codi sir|numero de sol.licitud|numero de tramit
        codi de tramit|codi tramit|codi sia|codi|id. tramit|id tramit|identificador del tramit
        identificador de l'esborrany|identificador|data de diposit|data limit d'acces|data limit
        data registre origen|data de registre origen|data registre d'origen|data origen|data de captura
        data d'alta a distribucio|data d'alta|data de naixement|data naixement|data de signatura
        data signatura|data de la signatura|fecha de nacimiento|fecha de puesta a disposicion
        fecha registro origen|fecha de registro origen|data de venciment|data d'expedicio
        data de caducitat|data del document|data d'enviament|data de creacio|data efectes
        data de recepcio del correu|tipus de document|tipus document|tipus d'identificacio
        tipus identificacio|tipus doc.|tipo de documento|tipo documento|documents annexos
        documents adjunts|documents aportats|documents presentats|documents|documentos|annexos|annexes
        annex|anexos|fitxers|fitxer|ficheros|fichero|archivos|documents annexats|documentos anexados
        documentos adjuntos|documentacio|documentacio adjunta|documentacio annexa|nombre de documents
        procediment / expedient|procedimiento / expediente|expedient / procediment
        expediente / procedimiento|codi de la tramesa|numero de tramesa|num. de tramesa|num. tramesa
        tramesa|presencial|oficina|oficina de registre
        organ desti|unitat de tramitacio desti|centre directiu|unitat|unitat organica|unitat desti
        destinacio|destinatari|destinatario|destino|organo destino|ens destinatari|ens|entitat
        administracio|interessats (nombre)|correu electronic|email|e-mail|correo electronico
        adreca electronica|adreca|domicili|direccio|direccion|domicilio|codi postal|poblacio|municipi
        municipio|provincia|pais|idioma|csv|codi segur de verificacio|empremta|hash|mida|url|enllac
        enlace|canal|via de presentacio|telefon de l'oficina|telefon oficina|telefon de suport
        telefon d'atencio|fax|cip|compte|numero de compte|iban|carrer|via|lloc|pagina
        unitat organitzativa|bustia|de|per a|to|from|enviat|subject|data del missatge|cc|a/c|para|enviado
    """,
}
_FIELD_OF: Final[dict[str, Field]] = {
    " ".join(label.split()): kind
    for kind, text in _LABELS.items()
    for label in text.replace("\n", "|").split("|")
    if label.strip()
}


ONLY_MARKED: Final = frozenset(
    """qui|quien|persona|en representacio de|en nom de|en nom i representacio de|en representacion de
    en nombre de|en nombre y representacion de|actua en nom de|actua en representacio de""".replace(
        "\n    ", "|"
    ).split("|")
)
"""Labels that begin a sentence as well: only a mark after them makes labels of them."""

_NUMBERED: Final = frozenset({Field.NAME, Field.DOCUMENT, Field.PHONE})
"""Labels that may be counted, "Interessat 2", and that may say whose they are: "NIF del representant"."""

_HERS: Final = "interessa[td][a-z/]{0,4}|interesad[oa]|titular|sol.?licitant|solicitante|ciutada(?:/ana)?"
_DEPUTYS: Final = "representant|representante|presentador[a]?|tutora?|apoderad[oa]?|apoderat"
_WHOSE: Final = (
    r"[ ]{1,2}(?:(?:de |del |de la |de l[' ]?|d')?(?:persona )?"
    rf"(?:{_HERS}|{_DEPUTYS})(?: legal)?|\((?:{_HERS}|{_DEPUTYS})\))(?![a-z])"
)


def _pattern(label: str) -> str:
    return (
        re.escape(label)
        .replace(r"\ ", "[ ]{1,3}")
        .replace(r"sol\.licit", "sol.?licit")
        .replace("l'", "l[' ]?")
        .replace("d'", "d[' ]?")
        .replace("registre", r"reg(?:istre|\.)?")
    )


ANY_LABEL: Final = (
    alternatives(*(_pattern(label) for label in sorted(_FIELD_OF, key=len, reverse=True)))
    + rf"(?:[ ]{{1,3}}[1-9]|{_WHOSE})?"
)
"""The pattern of every label, longest first, for folded text; which may say whose it is: `field_of` knows."""

_SEPARATOR: Final = (
    r"[ ]{0,3}(?:\((?:s|es|a|da|/a|nif|dni|entrada)\)|/da|/a)?[ .·_]{0,60}(?:[:=|\t]|->|- )[ :=|\t]{0,20}"
)
LABELLED: Final = re.compile(
    r"(?:^|(?<=[|;\t])|(?<= - )|(?<=, )|(?<=  ))[ \t*·>|#-]{0,8}(?:\d{1,2}[.)][ ])?"
    rf"(?=[a-z])(?P<label>{ANY_LABEL})"
    rf"(?:{_SEPARATOR}|(?:[ ]{{2,60}}|[ ]?\.{{2,60}}[ ]{{0,4}}|[ ]\.[ ]{{1,4}})(?=\S)|[ ]{{0,4}}$)",
    re.MULTILINE,
)
"""A label with a mark after it: colon, tab, dots, a gap, or the end of the line."""

BARE_LABELLED: Final = re.compile(rf"(?<!\S)(?=[a-z])(?P<label>{ANY_LABEL})[ ](?=[\w(])")
"""A label with nothing but a space after it, for notices that print no colons."""


def field_of(label: str) -> Field:
    """What a label that was found in folded text stands for."""
    return _known(label) or Field.NOTHING


def is_label(folded: str) -> bool:
    """Whether the folded text is a label and nothing else."""
    return _known(folded) is not None


def labels() -> tuple[str, ...]:
    """Every label that is long enough to be told apart when it is mistyped."""
    return _LONG


_LONG: Final = tuple(label for label in _FIELD_OF if len(label) > 6)


def _known(label: str) -> Field | None:
    key = " ".join(label.split())
    if key in _FIELD_OF:
        return _FIELD_OF[key]
    loose = re.sub(r"\bsol[^i]{1,2}icit", "sol.licit", re.sub(r"\breg\b\.?", "registre", key))
    loose = re.sub(r"(?<![^ /])([dl]) ?'? ?(?=[aeiouh])", r"\1'", loose)
    return _FIELD_OF.get(loose) or _FIELD_OF.get(re.sub(r" [1-9]$", "", loose)) or _owned(loose)


_OWNER: Final = re.compile(f"{_WHOSE}$")
_OF_DEPUTY: Final = re.compile(_DEPUTYS)


def _owned(label: str) -> Field | None:
    """What a label is that says whose it is: a representative's are not the person's."""
    whose = _OWNER.search(label)
    field = _FIELD_OF.get(label[: whose.start()]) if whose else None
    if whose is None or field not in _NUMBERED:
        return None
    return Field.DEPUTY if _OF_DEPUTY.search(whose.group()) else field


ON_BEHALF: Final = re.compile(
    r"[ ,;(]{0,3}\b(?:actuant |obrant |actuando )?en (?:nom|nombre|representacio|representacion)"
    r"(?: i (?:en )?representacio| y (?:en )?representacion)? (?:de la |de l'|del |de |d'en |d')(?!propi)"
)
"""What stands between who acts and for whom, in folded text."""

NUMBER_SHAPE: Final = re.compile(
    r"(?<![\w/])(?:REGAGE\d{2}e\d{11}|E/\d{3,7}[-/]\d{4}|E/\d{4}[-/]\d{3,8}|E-\d{4}-\d{1,3}-\d{4,8}|"
    r"E-\d{4}-\d{1,8}|E-\d{4,8}-\d{4}"
    r"|E(?:19|20)\d{8}|(?:19|20)\d{2}-E(?:-(?:RE|RC|RI))?-\d{1,6}|(?:19|20)\d{2}/E/\d{1,7}|"
    r"\d-E-\d{1,6}/\d{4}|GOIBE\d{6,16}/\d{4})(?!\w)",
    re.IGNORECASE,
)
"""Shapes of entry numbers that need no label."""

EXIT_SHAPE: Final = re.compile(
    r"(?<![\w/])(?:REGAGE\d{2}s\d{11}|S/\d{3,7}[-/]\d{4}|S/\d{4}[-/]\d{3,8}|S-\d{4,8}-\d{4}|S(?:19|20)\d{8}|"
    r"(?:19|20)\d{2}-S(?:-(?:RE|RC|RI))?-\d{1,6})(?!\w)",
    re.IGNORECASE,
)
"""Shapes of exit numbers: never an entry."""

PROSE_NUMBER: Final = re.compile(
    r"\b(?:registre(?: general)?(?: d'entrada| entrada)?|reg\.?|registro(?: de entrada)?|assentament|asiento|"
    r"anotacio|entrada|r\.e\.|re|"
    r"(?:registra(?:da|t|do|des|ts)|entrada|entrat)(?: [a-z0-9'/.:]{1,12}){0,8}? (?:amb|con)(?: el)?)"
    r"[ ,:\n]{1,3}(?:d'entrada |de entrada |general |electronic )?"
    r"(?:amb (?:el )?|con (?:el )?|es (?:el )?)?(?:numero|num\.?|n\.|no|nº|#)?[ :.]{0,3}(?:de registre |es )?"
    r"(?P<number>(?:[a-z]{1,6}[-/ ]?)?\d[\w/.-]{0,24}\w|\d)(?!\w)"
)
"""A number right after the word for a register, in a sentence."""
