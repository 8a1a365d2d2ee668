"""The other meanings of "baixa" and "alta": what else a town hall strikes off, and adjectives.

Stems are for folded text. Each stands for a matter of its own, so that the reason
can name it.
"""

import re
from typing import Final

from rules.text.patterns import alternatives, any_of, one_of, word_set
from rules.text.tokens import as_text
from rules.vocabulary.lists import LIST_WORDS

_OBJECTS: Final = """
    padro empadron cens censo encsarp gual vado aparcament parking parquing estacionament plaqu aigua agua
    comptador contador clavegueram escombrari residu deixaller basura brossa ivtm vehicle vehiculo cotxe coche
    tractor remolc moto furgoneta matricul laboral medica mutua maternitat maternidad paternitat paternidad
    incapacitat incapacidad nomina activitat actividad iae negoci comerc establiment terrassa terraza
    subministr suministr electric tensio potencia gas gasoil calefaccio fibra internet linia linea contracte
    contrato operador companyia asseguranca seguro polissa poliza inventari credit partida obligacions
    obligaciones pressupost presupuesto domiciliacio domiciliat recibo bancaria impost ibi taxa tasa
    contribucio notum enotum eacat t-cat tcat idcat certificat certificado usuari correu-e dehu hut turistic
    explotacio ramadera ganadera bestiar ganado gos gossa perro perra mascota animal gat casal llar guarderia
    escola escuela extraescolar esportiva deportiva piscina gimnas futbol curs curset taller ludoteca fira
    feria parada mercat paradista ninxol nicho cementiri cementerio borsa bolsa lloguer alquiler ajut ayuda
    subvencio arma armes caca coto butlleti boletin revista newsletter magazin voluntari adf bombers llicencia
    licencia obra obres projecte licitacio oferta temerari desproporcionada transport menjador targeta carnet
    habitatge vivienda regidor consell consejo hort sorteig llenya lena carrabina escopeta estranger
    extranjero teleassistencia teleasistencia dependencia prestacio wifi domini pou pozo aprofitament
    petrolifera diposit deposito musica natacio ioga yoga pilates zumba gimnastica factura facturacio colonies
    autonom solar cadastr catastr soci socia club quota afiliacio afiliat sindicat llevaneu quitanieve
"""

_SHORT: Final = 4
"""Letters of a stem so short that surnames begin with it: Gassó, Gatell, Hortolà."""
_NAMES: Final = (
    *("activitat economica", "planta baixa", "via publica", "seguretat social", "seguridad social"),
    *("consum d'aigua", "llar d'infants", "regadiu", "sala polivalent", "pastures", "associacio de"),
    *("registre municipal", r"rega\b", "equipaments?"),
    *("espais (?:municipals|publics)", "esqui escolar"),
    *("escola d'esqui", "curs d'esqui", "club d'esqui", "classes d'esqui", "servei d'aigues?"),
    *("notificacions? electroniques?", "notificacion(?:es)? electronicas?", "registre d'entitats"),
    *("registro de", "ajuda a domicili", r"rebuts? (?:de|d'|domicilia\w{1,3})"),
    *("drets (?:reconeguts|d'imatge)", "lista de espera", "plac?a de mercat", "caixa municipal", "e-notum"),
    r"llist\w{1,3} (?:d'espera|electoral|d'admesos)",
)
"""Names of other matters in more words than one."""
_ANOTHER_SENSE: Final = alternatives(
    *("cotxe de linia", "linia(?<=cotxe de linia)", r"curs(?:in|eu|ar|o|em|ad[ao]|at)\b", "pou[vr]"),
    *("carnet(?<=copia del carnet)", "carnet(?<=foto del carnet)", "carnet(?<=adjunto el carnet)"),
    *("obra(?<=cap d'obra)", "obra(?<=jefe de obra)"),
    r"carnet (?:d'identitat|de identidad)\b",
    r"carnet(?: (?:es|num|numero|n|el)\b){0,3}[ .:,]{1,3}[xyz]?[ -]?\d",
)
"""The words of other matters where they are none."""
_STEMS: Final = [re.escape(stem) for stem in _OBJECTS.split()]
OTHER_MATTER: Final = any_of(
    rf"\b(?!{_ANOTHER_SENSE}){alternatives(*_NAMES, *(s for s in _STEMS if len(s) > _SHORT))}(?:[a-z]{{0,3}}|"
    r"aments?|amientos?)\b",
    rf"\b{alternatives(*(s for s in _STEMS if len(s) <= _SHORT))}(?:s|os|sos)?\b",
)
"""Words for what else can be given "de baixa"."""

_OF_A_DEGREE: Final = one_of(
    r"""
    planta part zona temperatur\w{1,2} temporada pressi\w{1,3} presion tensi\w{1,3} cota muntanya vall
    intensitat velocitat velocidad qualitat calidad resolucio participacio natalitat visibilitat emission\w*
    ocupacio incidencia renda renta edat edad gama
    """
)
ADJECTIVE: Final = any_of(
    rf"\b{_OF_A_DEGREE} (?:molt |muy |mes |massa )?(?:baix|baj|alt)[aeo]s?\b",
    rf"\b(?:baix|baj|alt)[ae]s? {_OF_A_DEGREE}\b",
    r"\b(?:baixa|baja) (?:del? )?\d{1,2}(?:[.,]\d{1,2})? ?%|\b(?:baix|baj)[ae]s? (?:anormal|temer)|"
    r"\banormalment baix",
    r"\b(?:m[ea]s|molt|massa|tan|muy|es) (?:baix|baj)[aeo]?\b|\b(?:m[ea]s|massa|llums?|veu) alt[ae]s?\b",
    r"\ben (?:baixa|alta)\b|\b(?:riu|neu) baix[ae]\w{0,2}\b|\bbaixa (?:fins|cap) a\b|\bbaixa pe(?:r la|l)\b|"
    r"\bno baja de \d",
    r"\b(?:ofert|preu|tendenci)\w{0,3}(?: [\w'·]{1,12}){0,3} a la baixa\b(?! d)",
)
"""Baixa and alta as adjectives: low, high."""

_DOCTOR: Final = one_of("metge metgessa medico mutua ambulatori ambulatorio hospital doctora?")
_NOT_OF_LIST: Final = rf"\b(?! (?:dels? |de la |de l'|de |al |a la )(?:servei|info|{LIST_WORDS}))"
_LEAVE: Final = rf"(?:baixa|baja){_NOT_OF_LIST}"
AWAY: Final = any_of(
    r"\b(?:est(?:ic|oy|an?|ava)|causo|continua|agaf\w{1,3}|tinc la|(?:m'|me )han? (?:donat|dado)|han donat) "
    rf"(?:la |de )?{_LEAVE}",
    r"\b(?:es|son) de (?:baixa|baja)\b(?! de)",
    r"\b(?:baix|baj)[ae]s? (?:laboral|medi[cq]|it\b|"
    r"(?:p[eo]r |d['e] ?)?(?:malalt|enferm|incapa|accident|matern))",
    rf"\b{_LEAVE}[^.?!\n]{{0,40}}\b{_DOCTOR}\b|\b{_DOCTOR}\b[^.?!\n]{{0,40}}\b(?:baixa|baja)\b",
    r"\b(?:foto|full|justificant|certificat|copia|informe|parte?|comunicat)\w{0,4} d['e] ?(?:la |mi )?"
    rf"(?:meva )?{_LEAVE}",
    rf"\balta (?:medica|hospitalaria|laboral)\b|\bm'han donat (?:ja )?(?:l')?alta{_NOT_OF_LIST}",
)
"""Sick leave, leaving a job, striking off ex officio."""

IMPERSONAL: Final = any_of(
    r"\bsi algu\b[^.\n]{0,60}\bdonar de baixa\b[^.\n]{0,80}",
    r"\b(?:qui|els que|los que|si algu) (?:(?:vulgu|volgu|quier|desitg)\w{1,4}|vol)\b[^.\n]{0,120}",
    r"\b(?:usuari|client|gent|person[ae]s)\w{0,3}\b[^.\n]{0,60}\b"
    r"(?:darse|donar-se|es dona) de (?:baixa|baja)\b",
    r"\b(?:darse|(?<!podeu )(?<!podeis )donar(?:-se|-vos|-me)?)(?: de)? (?:baixa|baja)\b"
    r"[^.?!\n]{0,50}(?:clic|(?<!d')aqui|https?:)",
    r"\balt[ae]s [iy] (?:les |las )?ba(?:ix|j)[ae]s\b",
)
"""People in general who leave, and the foot of newsletters: nobody's own wish."""

WEAK: Final = word_set("""
    linia linea usuari usuario compte conta cuenta carnet targeta personal soci socia regidor regidora
    contracte contrato voluntaria negoci negocio llevaneu llevaneus quitanieves
""")
"""Other matters that may as well be the subscriber or their number: they give way to a word for the list."""


def find_other(folded: str) -> re.Match[str] | None:
    """The first word that names another matter in a folded piece of text; a weak one if there is no other."""
    found = list(OTHER_MATTER.finditer(folded))
    return next((match for match in found if match.group() not in WEAK), found[0] if found else None)


def other_matter(folded: str) -> str | None:
    """The first word that names another matter, or None."""
    match = OTHER_MATTER.search(folded)
    return match.group() if match else None


def without_adjectives(text: str) -> str:
    """The text, folded, with the baixa and alta that mean low, high, ill, or nobody's own blanked out."""
    folded = as_text(text).folded
    is_said = any(stem in folded for stem in ("baix", "baj", "alt"))  # as in the first two always
    for pattern in (ADJECTIVE, AWAY, IMPERSONAL) if is_said else (IMPERSONAL,):
        folded = pattern.sub(lambda match: "~" * len(match.group()), folded)
    return folded
