"""What stands round a name: labels, introductions, greetings, in Catalan, Spanish, French and English.

Every expression is for folded text (lower case, no accents; "l·l" may be typed in
five ways, hence `l.?l`). No expression repeats a repetition, so each takes time in
proportion to the text.
"""

import re
from typing import Final


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


INTRODUCTION: Final = re.compile(
    r"\b(?:em dic|ens diem|em diuen|soc|som|sooc|jo,|yo,|me llamo|mi nombre es|mi nombre completo es|soy|"
    r"mi nombre(?! (?:y|i|de|del|en|no|es|completo|figura|sigue)\b)|(?:us|os|les) (?:escriu|escribe|"
    r"saluda|parla|habla)|"
    r"je suis|"
    r"je m'appelle|c'est|my name is|my name's|i am|i'm|this is|un servidor,?|una servidora,?|"
    r"sota ?signa(?:t|da)?,?|abajo firmante,?|(?:a|en) (?:nom|nombre) de"
    r"(?! (?:la |el |l'|els |les )?(?:mev|meu|mi\b|mis\b|nostr|nuestr|seva|seu|su\b))(?: la| l'| en)?|"
    r"au nom de|(?:el |la |es )?titular(?: de la linia| del numero| del mobil| del telefon)?(?: es)?:?|"
    r"(?:nom|nombre|name)(?: sencer| complet| completo| de debo| real| verdadero)? (?:es|is)|nom meu:?|"
    r"(?:l[ae]? ?(?:meu|meva|mi|ma|mon|my)|mi|ma|mon|my) (?:mare|pare|home|dona|marit|filla?|germana?|avia?|"
    r"sogra?|tieta?|"
    r"madre|padre|marido|mujer|esposa|hij[oa]|herman[oa]|abuel[oa]|suegr[oa]|mere|pere|mari|femme|mother|"
    r"father|"
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
    r"(?:first|given) name",
    r"name",
    r"vorname",
    r"nome(?: e cognome)?",
    r"naam",
    r"nume(?: si prenume)?",
    r"прізвище,? (?:та |і )?(?:ім'я|iм'я)(?: по батькові)?",
    r"піб",
    r"ім'я",
    r"фамилия,? (?:и )?имя(?: отчество)?",
    r"фио",
    r"имя",
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
    r"[ \t]{0,3}(?:\([^)\n]{0,30}\))?(?:[ \t.]{0,12}[:=]|\*(?= )|\t| [-–—](?= ))[ \t]{0,8}\n?[ \t*]{0,4}",
)
"""A label for a name, its colon included."""

SURNAME_LABEL: Final = re.compile(
    r"(?:^|(?<=[\n,;|(.*/ -]))(?:(?:primer|segon|1r|2n) cognom|cognom ?[12]|(?:primer|segundo) apellido|"
    r"apellido ?[12]|cognoms?|apellidos?|surname|(?:last|family) name|nachname|cognome|прізвище|фамилия|"
    r"nom de famille)(?:[ \t]{0,3}[:=]|\*(?= )|\t| - )[ \t]{0,8}"
)

FRENCH_SURNAME_LABEL: Final = re.compile(
    r"(?:^|(?<=[\n,;|(.*/ -]))nom(?: de famille)?(?:[ \t]{0,3}[:=]| - )[ \t]{0,8}"
)
"""Beside "prénom", "nom" is the surname."""

TIE_TO_NUMBER: Final = re.compile(
    r"[ ,;:.(-]{0,4}(?:(?:major d'edat|mayor de edad)[ ,]{1,3})?(?:\b(?:amb|ab|con|with|avec|i|y|et|and|"
    r"te|tinc|porta|titular d[e'] ?(?:l')?|"
    r"portador[a]? d[e'] ?l')[ ]{1,2})?"
    r"(?:\b(?:el|la|l'|mi|mon|ma|my|le|els|los|les|seu|seva|su)[ ]{0,2}){0,2}(?:meu |meva |seu |seva )?"
    r"(?:\b(?:numero|num\.?|nº) (?:de |del |d')?)?"
    r"(?:\b(?:document(?:o)?(?: nacional)?(?: d'identitat| de identidad)?|carnet(?: d'identitat|"
    r" de identidad)?|d\.?n\.?i\.?|"
    r"n\.?i\.?e\.?|n\.?i\.?f\.?|dni/nie|dni/nif|nif/nie|passaport|pasaporte|passeport|passport|id|identitat|"
    r"mobil(?:s)?|movil(?:es)?|mob|mov|tel(?:ef(?:on)?o?)?s?|telefons?(?: mobils?)?|telefono(?: movil)?|tfn|"
    r"tlf|tf|"
    r"t|m|portable|mobile|phone|cell|whatsapp)[.]{0,1}[ ]{0,2}){0,2}"
    r"(?:\b(?:es|num|numero|nº|n°|no|n|number|numeros)[.]?[ ]{0,2}){0,2}(?:\b(?:el|es|is|"
    r"est) )?[ ,;:.º(-]{0,6}$"
)
"""What stands between a name and the document or telephone that follows it."""

GREETING: Final = re.compile(
    r"\b(?:hola|ei|hei|ey|bon dia|bona tarda|bon vespre|bona nit|buenas|buenos dias|benvolgu\w+|estima\w+|"
    r"apreci\w+|"
    r"querid[oa]s?|dear|hello|hi|cher|chere|bonjour|gracies|gracias|merci|(?<!\bla )(?<!\bel )senyora?|"
    r"sra?\.?|amic|"
    r"amiga)[ ,]{0,3}$"
)
PLACE_BEFORE: Final = re.compile(
    r"\b(?:carrer|c/|c\.|placa|pl\.|avinguda|av\.|avda\.?|passeig|pg\.|passatge|ronda|cal|can|ca l'|cals|"
    r"casa|mas|"
    r"masia|hotel|hostal|escola|institut|calle|plaza|avenida|paseo|rue|place|sant|santa|san|barri|"
    r"urbanitzacio|"
    r"residencia|edifici|ermita|font|coll|riu|pla|llar|festa|festes|fira)[ ]?(?:d'en |de la |de l'|del |de |"
    r"d')?$"
)
