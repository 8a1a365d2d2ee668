"""The lexicon: what residents and clerks write, in Catalan, Spanish, French and English, as data.

Every expression is for folded text (lower case, no accents; "l·l" may be typed in
five ways, hence `l.?l`). No expression repeats a repetition, so each takes time in
proportion to the text.
"""

import re
from typing import Final


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


def _words(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b" + _any(*phrases) + r"\b")


# --- names ----------------------------------------------------------------------------------------

INTRODUCTION: Final = re.compile(
    r"\b(?:em dic|ens diem|em diuen|soc|som|sooc|jo,|yo,|me llamo|mi nombre es|mi nombre completo es|soy|je suis|"
    r"je m'appelle|c'est|my name is|my name's|i am|i'm|this is|un servidor,?|una servidora,?|"
    r"sota ?signa(?:t|da)?,?|abajo firmante,?|a nom de(?: la| l'| en)?|en nom de(?: la| l'| en)?|a nombre de|en nombre de|"
    r"au nom de|(?:el |la |es )?titular(?: de la linia| del numero| del mobil| del telefon)?(?: es)?:?|"
    r"(?:nom|nombre|name) (?:es|is)|nom meu:?|"
    r"(?:l[ae]? ?(?:meu|meva|mi|ma|mon|my)|mi|ma|mon|my) (?:mare|pare|home|dona|marit|filla?|germana?|avia?|sogra?|tieta?|"
    r"madre|padre|marido|mujer|esposa|hij[oa]|herman[oa]|abuel[oa]|suegr[oa]|mere|pere|mari|femme|mother|father|"
    r"husband|wife)[,:]?(?: (?:es|que es|se llama|es diu|is))?)"
    r"(?=[ ,\n:])"
)
"""What comes before a name that its bearer, or a relative, says."""

_NAME_LABELS: Final = _any(
    r"nom(?:s)? i (?:els )?cognoms?(?: complets?)?",
    r"cognoms?,? i nom",
    r"nom complet",
    r"nom/cognoms",
    r"nom cognoms",
    r"nom",
    r"nombre y (?:los )?apellidos?",
    r"nombre completo",
    r"apellidos? y nombre",
    r"apellidos?, nombre",
    r"cognoms?, nom",
    r"nombre",
    r"full name",
    r"name",
    r"prenom",
    r"nom et prenoms?",
    r"nom prenoms?",
    r"prenom et nom",
    r"interessa(?:t/da|t|da)",
    r"interesad[oa](?:/a)?",
    r"sol.?licitant",
    r"solicitante",
    r"titular",
    r"abonat",
    r"persona(?: interessada| que es vol donar de baixa| que causa baixa)?",
    r"signat(?: per)?",
    r"signa",
    r"firmad[oa](?: por)?",
    r"sgt\.?",
    r"fdo\.?",
    r"signe",
)
NAME_LABEL: Final = re.compile(
    rf"(?:^|(?<=[\n,;|(.*/-])|(?<=[ ]))[ \t*>·\d.)-]{{0,6}}(?:el meu |mi |mon |my )?{_NAME_LABELS}"
    r"(?: (?:del|de la|de l'|de) (?:titular|persona interessada|interessada?t?|sol.?licitant|la persona))?"
    r"[ \t]{0,3}(?:\([^)\n]{0,30}\))?[ \t.]{0,12}[:=][ \t]{0,8}\n?[ \t*]{0,4}",
)
"""A label for a name, its colon included."""

SURNAME_LABEL: Final = re.compile(
    r"(?:^|(?<=[\n,;|(.*/ -]))(?:primer cognom|cognoms?|apellidos?|surname|last name|nom de famille)[ \t]{0,3}[:=][ \t]{0,8}"
)

TIE_TO_NUMBER: Final = re.compile(
    r"[ ,;:.(-]{0,4}(?:\b(?:amb|ab|con|with|avec|i|y|et|and|te|tinc|porta|titular d[e'] ?(?:l')?|portador[a]? d[e'] ?l')[ ]{1,2})?"
    r"(?:\b(?:el|la|l'|mi|mon|ma|my|le|els|los|les|seu|seva|su)[ ]{0,2}){0,2}(?:meu |meva |seu |seva )?"
    r"(?:\b(?:document(?:o)?(?: nacional)?(?: d'identitat| de identidad)?|carnet(?: d'identitat| de identidad)?|d\.?n\.?i\.?|"
    r"n\.?i\.?e\.?|n\.?i\.?f\.?|dni/nie|dni/nif|nif/nie|passaport|pasaporte|passeport|passport|id|identitat|"
    r"mobil(?:s)?|movil(?:es)?|mob|mov|tel(?:ef(?:on)?o?)?s?|telefons?(?: mobils?)?|telefono(?: movil)?|tfn|tlf|tf|"
    r"t|m|portable|mobile|phone|cell|whatsapp)[.]{0,1}[ ]{0,2}){0,2}"
    r"(?:\b(?:es|num|numero|nº|no|n|number|numeros)[.]?[ ]{0,2}){0,2}(?:el |es |is |est )?[ ,;:.º(-]{0,6}$"
)
"""What stands between a name and the document or telephone that follows it."""

GREETING: Final = re.compile(
    r"\b(?:hola|ei|hei|ey|bon dia|bona tarda|bon vespre|bona nit|buenas|buenos dias|benvolgu\w+|estima\w+|apreci\w+|"
    r"querid[oa]s?|dear|hello|hi|cher|chere|bonjour|gracies|gracias|merci|senyora?|sra?\.?|amic|amiga)[ ,]{0,3}$"
)
PLACE_BEFORE: Final = re.compile(
    r"\b(?:carrer|c/|c\.|placa|pl\.|avinguda|av\.|avda\.?|passeig|pg\.|passatge|ronda|cal|can|ca l'|cals|casa|mas|"
    r"masia|hotel|hostal|escola|institut|calle|plaza|avenida|paseo|rue|place|sant|santa|san|barri|urbanitzacio|"
    r"residencia|edifici|ermita|font|coll|riu|pla|llar|festa|festes|fira)[ ]?(?:d'en |de la |de l'|del |de |d')?$"
)

# --- the list -------------------------------------------------------------------------------------

WHATSAPP: Final = (
    r"(?:w+h?[au]h?t?s?h?[ -]?s?app?s?|wh?ats[ae]?p{0,2}s?|w[au]ss?[ae]pp?s?|[gu]u?[ai]t?s?s?[ -]?app?s?|gu?[ai]t?s+[ae]p+s?|"
    r"guas+ap?s?|uas+aps?|wass?ap+s?|whats?|wapp?s?|wapps?|wa|watsapp?s?|wats|whassapp?|whatssap+|guasapp?s?|guatsapp?s?|vatsap+)"
)
LIST_WORD: Final = re.compile(
    rf"\b(?:{WHATSAPP}|l?l[iy]st(?:a|as|e|es|ats?|ado|ing)?|list|llist[ae]s?|difus+i?on?|difu[cs]i[oó]n?|diffusion|broadcast|"
    r"mailing|grups?|grupos?|groupe|group|canals?|canales|avis(?:os|o)?|alertes|alertas|missatg\w*|missatxe\w*|mensaj\w*|"
    r"messages?|sms|notificacions?|notificaciones|notifications?|novetats|novedades|comunicats|comunicacions|"
    r"informacio(?:n|ns)? (?:de l'|del |de |municipal|del )?(?:ajuntament|ayuntamiento|setcases|municipal|poble|pueblo)|"
    r"informacio ajuntament|info ajuntament|(?:servei|servicio|service|systeme) (?:municipal )?d[e']? ?(?:informacio|informacion|avisos|"
    rf"missatgeria|{WHATSAPP})|ban municipal|bans|subscripcio|suscripcion|difusora?)\b"
)
"""Words for the town's list and for what comes over it."""

OFFICIAL: Final = re.compile(
    rf"\b(?:informacio|informacion|info)\b[ ,:.-]{{0,3}}(?:de l'|del |de )?(?:ajuntament|ayuntamiento|ajuntamen|ajuntment)|"
    rf"\b(?:ajuntament|ayuntamiento|municipal|setcases|poble|ajuntamen)\b.{{0,30}}\b{WHATSAPP}\b|"
    rf"\b{WHATSAPP}\b.{{0,30}}\b(?:ajuntament|ayuntamiento|municipal|setcases|poble|mairie|commune)\b|"
    rf"\b(?:llista|lista|liste|llistat)\b.{{0,25}}\b(?:difusi?on?|diffusion|{WHATSAPP})\b"
)
"""The town's own list, named so that no other is meant."""

_ENTITY_LINK: Final = (
    r"(?: de (?:la |les |l'|los |las )?| d'(?:en )?| del | dels | de l'| des | du | of the )"
)
FOREIGN_LIST: Final = re.compile(
    rf"\b(?:{WHATSAPP}|llist\w*|lista|liste|difusio|difusion|grup|grupo|groupe|canal|avisos|missatges|mensajes)\b"
    rf"(?: (?:de|d'|del|la|municipal|difusio|difusion|{WHATSAPP}|informatiu|grup|llista|avisos|i|dels?|per)\b){{0,4}}"
    rf"{_ENTITY_LINK}?(?:')?(?P<whose>club|penya|ampa|afa|escola|institut|cacadors|cacador\w*|caca|casal|coral|associacio\w*|"
    r"asociacion|entitat|esqui|futbol|excursionista|parroquia|veins del|comunitat|comunidad|escala|bloc|urbanitzacio|feina|"
    r"familia|joves|gent gran|jubilats|llar d'infants|guarderia|gimnas|botiga|hotel|restaurant|empresa|mossos|consell comarcal|"
    r"diputacio|generalitat|adf|bombers|voluntaris|boletaires|ioga|yoga|zumba|pares|mares|colla|comissio|festes|"
    r"biblioteca|cor|teatre|treballadors|ramaders|pagesos|cooperativa|farmacia|cap|ambulatori)\b"
)
"""A list that is somebody else's."""

OTHER_TOWN: Final = re.compile(
    r"\b(?:ajuntament|ayuntamiento|llista|difusio|informa|whatsapp|grup|canal|avisos) (?:de l'|del |de |d')?(?:ajuntament de )?"
    r"(?P<town>camprodon|llanars|mollo|vilallonga|queralbs|ribes|ripoll|ogassa|olot|girona|figueres|vic|barcelona|"
    r"sant (?:joan|pau|hilari|feliu)\w*|campdevanol|planoles|puigcerda|toses|gombren|vallfogona|les llosses|"
    r"banyoles|besalu|tortella|beget|rocabruna|prats)\b|\bripoll informa\b"
)

# --- languages ------------------------------------------------------------------------------------

_CATALAN: Final = frozenset(
    "amb i soc dic vull voldria meu meva gracies plau sisplau doneu donar em els aquest aquesta una per mes rebre baixa bon dia"
    " mobil llista que's ja no us al del hola bona tarda nosaltres som viu visc vui dels missatges avisos treure esborreu sóc"
    " salutacions cordialment atentament cognoms nom telefon fer perque tambe ens meus numero l'ajuntament".split()
)
_SPANISH: Final = frozenset(
    "con y soy llamo quiero quisiera mi mis gracias favor baja los las este esta una por mas recibir buenos buenas dias tardes"
    " movil lista ya no al del hola nosotros darme darnos deseo solicito mensajes avisos saludos cordialmente atentamente"
    " apellidos nombre telefono numero porque tambien nos ruego borrar eliminar quitar den dejar usted ustedes ayuntamiento"
    " saludo dar para desde como tengo vivo el".split()
)


def is_spanish(folded: str) -> bool:
    """Whether the folded text is written in Spanish rather than in Catalan."""
    words = [word.strip('.,;:!?()"') for word in folded.split()]
    spanish = sum(w in _SPANISH and w not in _CATALAN for w in words)
    catalan = sum(w in _CATALAN and w not in _SPANISH for w in words)
    return spanish > catalan
