"""What stands round a name: labels, introductions, greetings, in Catalan, Spanish, French and English.

Every expression is for folded text (lower case, no accents; "l·l" may be typed in
five ways, hence `l.?l`). No expression repeats a repetition, so each takes time in
proportion to the text.
"""

import re
from typing import Final

from rules.text.patterns import alternatives, one_of, word_set

KIN: Final = one_of(
    r"""
    mare pare pares home dona(?!\sde\sbaixa|\sd'alta) marit parella filla? germana? avia? iai[oa] padrina?
    sogr[ea] tiet tieta oncle neta? nebot neboda cosin?a? cunya[td]a? cunad[oa] madre padres? marido mujer
    esposa? hij[oa] herman[oa] abuel[oa] yay[oa] suegr[oa] tio tia niet[oa] sobrin[oa] pareja mere
    pere(?<=[mt]on\spere) mari(?<=[mt]on\smari) femme fils fille frere soeur mother father mum dad husband
    wife son daughter brother sister grandmother grandfather difunt\w{0,2}
    """
)
"""Relatives, for patterns that look for somebody's name or age beside one."""

INTRODUCTION: Final = re.compile(
    r"\b(?:em dic|ens diem|em diuen|soo?c|som|soy|[jy]o,|me llamo|mi nombre es|mi nombre completo es|"
    r"mi nombre(?! (?:y|i|de|del|en|no|es|completo|figura|sigue)\b)|(?:us|os|les) (?:escri(?:u|be)|saluda)|"
    r"je suis|je m'appelle|c'est|my name is|my name's|i am|i'm|this is|una? servidora?,?|"
    r"sota ?signa(?:t|da)?,?|abajo firmante,?|(?:a|en) nom(?:bre)? de"
    r"(?! (?:la |els? |l'|les )?(?:mev|meu|mis?\b|nostr|nuestr|seva|seu|su\b))(?: la| l'| en)?|au nom de|"
    r"(?:el |la |es )?titular(?: de la linia| del numero| del mobil| del telefon)?(?: es)?:?|"
    r"(?:nom|nombre|name)(?: sencer| complet| completo| real)? (?:es|is)|nom meu:?|"
    rf"(?:l[ae]? ?(?:meu|meva|mi|ma|mon|my)|mi|ma|mon|my) {KIN}[,:]?(?: (?:es|que es|se llama|es diu|is))?)"
    r"(?=[ ,\n:])"
)
"""What comes before a name that its bearer, or a relative, says."""

_NAME_LABELS: Final = alternatives(
    r"nom(?:s)? i (?:els )?cognoms?(?: complets?)?", r"cognoms?,? i nom", r"nom complet", r"nom/cognoms",
    r"nom cognoms", r"nom", r"nombre y (?:los )?apellidos?", r"nombre completo", r"apellidos? y nombre",
    r"apellidos?, nombre", r"cognoms?, nom", r"nombre", r"full name", "given name", r"name", r"vorname",
    r"nome(?: e cognome)?", r"naam", r"nume(?: si prenume)?", "прізвище,? ім'я(?: по батькові)?", r"піб",
    r"ім'я", r"фамилия,? (?:и )?имя(?: отчество)?", r"фио", r"имя", r"prenom", r"nom et prenoms?",
    r"nom prenoms?", r"prenom et nom", r"interessa(?:t/da|t|da)", r"interesad[oa](?:/a)?", r"sol.?licitant",
    r"solicitante", r"titular", r"abonat", "persona(?: interessada)?", r"signat(?: per)?", r"signa",
    r"firmad[oa](?: por)?", r"sgt\.?", r"fdo\.?", r"signe",
)  # fmt: skip
NAME_LABEL: Final = re.compile(
    rf"(?:^|(?<=[\n,;|(.*/-])|(?<=[ ]))[ \t*>·\d.)-]{{0,6}}(?:el meu |mi |mon |my )?{_NAME_LABELS}"
    r"(?: (?:del|de la|de l'|de) (?:titular|persona interessada|interessada?t?|sol.?licitant|la persona))?"
    r"[ \t]{0,3}(?:\([^)\n]{0,30}\))?(?:[ \t.]{0,12}[:=]|\*(?= )|\t| [-–—](?= ))[ \t]{0,8}\n?[ \t*]{0,4}"
)
"""A label for a name, its colon included."""

SURNAME_LABEL: Final = re.compile(
    r"(?:^|(?<=[\n,;|(.*/ -]))(?:(?:primer|segon|1r|2n) cognom|cognom ?[12]|(?:primer|segundo) apellido|"
    r"apellido ?[12]|cognoms?|apellidos?|surname|(?:last|family) name|nachname|cognome|прізвище|фамилия|"
    r"nom de famille|(?P<french>nom))(?:[ \t]{0,3}[:=]|\*(?= )|\t| - )[ \t]{0,8}"
)
"""A label for surnames; *french* is one only beside "prénom"."""

TIES_TO_NUMBER: Final = word_set(
    """
    amb ab con with avec i y et and te tinc titular portador portadora major mayor d'edat edat de edad
    el els la l' les los lo le mi mon ma my seu seva su meu meva del d' numero numeros num number no es is est
    document documento nacional carnet d'identitat identitat identidad d n f e dni nie nif
    passaport pasaporte passeport passport id mobil mobils movil moviles mob mov tel tels telef telf telefon
    telefons telefono tfn tlf tf t m portable mobile phone cell whatsapp
    """
)
"""What stands between a name and the document or telephone that follows it."""

GREETINGS: Final = word_set(
    """
    hola ei hei ey dia tarda vespre nit dias buenas benvolgut benvolguda benvolguts benvolgudes estimat
    estimada estimats estimades apreciat apreciada apreciats querido querida queridos queridas dear hello hi
    cher chere bonjour gracies gracias merci senyor senyora sra sra. sr sr. amic amiga
    """
)
PLACES: Final = word_set(
    """
    carrer c/ c placa pl avinguda av avda passeig pg passatge ronda cal cals ca can casa mas masia hotel
    hostal escola institut calle plaza avenida paseo rue place sant santa san barri urbanitzacio residencia
    edifici ermita font coll riu pla llar festa festes fira
    """
)
"""Before the name of a street, a house or a feast."""
