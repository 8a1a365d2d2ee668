"""The words for the list's clause and for the list, misspelt as people do: is a paper about it?"""

import re
from typing import Final

from rules.text.patterns import one_of, word_set
from rules.text.tokens import as_text
from rules.vocabulary.lists import BY_OFFICE, WHATSAPP, namings

LIST: Final = re.compile(
    rf"\b(?:(?:llista de )?{WHATSAPP}|difu[scz]+i?o\w*|servei d'avisos|"
    r"informacio (?:de l')?ajuntament|missatgeria)\b"
)
"""The list, in folded text."""

_TITLE: Final = r"co[nm]s?[sc]ent\w{2,9}|cl[au]{1,3}[sz]{1,2}[uo]l{1,2}\w{0,3}"
TITLE: Final = re.compile(rf"\b(?:{_TITLE})")
"""What the clause calls itself, in folded text."""

CLAUSE: Final = re.compile(
    rf"\b(?:{_TITLE}|lopd\w{{0,3}}|rgpd|gdpr|"
    r"(?:proteccion?|tractament|tratamiento|cessio) (?:de |d')(?:l[eo]s )?da(?:des|tos)|"
    r"autoritzacio (?:i |de |per )\w*)"
)
"""The clause, in folded text."""

_OTHER_PURPOSES: Final = one_of(
    r"""
    imatges? imagen imagenes fotografi\w{1,4} casal guarderia escola menjador esportiu\w{0,2} informat
    medic\w{0,2} sanitari\w{0,2} videovigilancia vehicle vehiculo ivtm padro tributari\w{0,3} butlleti piscina
    biblioteca colonies refugi acampada batud\w{1,2} cacer\w{1,3} senglars? participants? assistents
    curs[ae]s? concurs fira ajuts? subvenci\w{1,4} menors arbre obres? llicencia cookies
    """
)
OTHER_PURPOSE: Final = re.compile(
    rf"\b(?:{_OTHER_PURPOSES}|llar d'infants|activitats? extraescolar\w*|"
    rf"notificacio\w{{0,2}} electronic\w{{1,3}}|"
    r"consult(?:a de|ar) da[dt][eo]s|autoritzaci\w{1,3} (?:d'us|d'ocupacio|de pas|d'acces))\b"
)
"""What else a clause of consent can be for, in folded text."""

ANSWER_BY: Final = re.compile(
    r"\b(?:respos|contest|avis|notifi|prefer|millor|mejor|truc)\w{0,7}(?:-?(?:me|nos))? (?:per|por|via) "
    rf"(?:(?:el|correu(?: electronic)?|telefon|e-?mail|o|i|no|per) ){{0,5}}{WHATSAPP}\b|"
    r"\b(?:inform|avis|comuni)\w{0,6} (?:als? |els ){0,2}(?:veins|poble|gent|vecinos) (?:pe[rl]|por) "
    rf"(?:el )?(?:grup (?:de )?)?{WHATSAPP}\b"
)
"""WhatsApp as the way in which the answer to another matter, or news, may come."""


def named_by_kind(folded: str) -> bool:
    """Whether a folded text names a list as only this one is, whoever says whose it is: WhatsApp, "difusió".

    Short forms of WhatsApp do not count: they are English words.
    """
    found = (match.group() for words in (LIST, BY_OFFICE) for match in namings(words, folded))
    return any("p" in words or len(words) > len("whats") for words in found)


def is_about_list(text: str) -> bool:
    """Whether a text names the list or the clause, misspelt as people do."""
    folded = as_text(text).folded
    return bool(LIST.search(folded) or CLAUSE.search(folded))


def names_clause(text: str) -> bool:
    """Whether a text names the clause itself."""
    return bool(CLAUSE.search(as_text(text).folded))


OF_ANY_PAPER: Final = word_set("""
    adjunt adjunta adjuntamos adjuntem adjuntes adjunto adjuntos adjunts aixi aixo ajuntament al allo amb
    anexo anexos annex annexa annexos anotacio anotacion aporta aportacio aqui archivo archivos arribada
    arribar arribat arxiu arxius asiento assentament avis aviso avisos ayuntamiento book bustia captura
    caracter carpeta coneixement constancia copia copias copies corresponents creat de deixada deixat del dels
    distribucio doc docs document documentacio documentacion documento documentos documents docx donada donat
    eacat efectes el electronic electronica element elements els en entrada entrat entrega enviada enviamos
    enviat enviats enviem envio era escaneado escaneig escanejada escanejades escanejat escanejats escaner
    escanner escrit escrito esta estas este esto estos excel fa faig fem fet feta fichero ficheros file
    firmada firmado firmat fitxer fitxers formulari formulario formularis foto fotografia fotografias
    fotografies fotos full fulls fw fwd general generic generica generico gestiona guardar guardeu ha heic
    hoja hojas image imagen imagenes imatge imatges img important info informacio informacion instancia jpeg
    jpg justificant la les libro licitud llibre mati migdia mira mirar mireu municipal ni nou nous nova noves
    nueva nuevo num numeritzat numero o odt oportuns original originals papel papeles paper papers pasamos
    paso passem passo pdf per peticio peticion photo png portada portades portar portat portats presenta
    presentacio presentada presentat procediment re rebuda rebut rebuts reenviem reenvio regage registral
    registrat registre registro rv scan scanned scanner senyor senyora ser servei servicio sheet signada
    signades signat signats sol solicitud sollicitud sol·licitud son te tenen tenim teniu tens tinc tram
    tramit tramitacio un una unes uns urgent va voste word xls xlsx xml zip
""")
"""What is said of whatever paper, and of who brought or registered it, by who does not say what it is."""


def is_blank_matter(matter: str) -> bool:
    """Whether a matter is not given, or says only that something was presented."""
    return not matter.strip() or is_generic_matter(matter, "")


def is_generic_matter(matter: str, text: str) -> bool:
    """Whether a matter, or a text where none is given, says only that something was presented."""
    if not matter.strip():
        wishes = ("instancia", "sol·licitud", "solicitud")
        return any(f"{what} general" in text or f"{what} generica" in text for what in wishes)
    return OF_ANY_PAPER.issuperset(matter.replace(".", " ").replace(":", " ").replace("-", " ").split())
