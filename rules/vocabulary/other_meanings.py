"""The other meanings of "baixa" and "alta": what else a town hall strikes off, and adjectives.

Stems are for folded text. Each stands for a matter of its own, so that the reason
can name it.
"""

import re
from typing import Final

from rules.text.patterns import alternatives, any_of

_OBJECTS: Final = """
    padro padron empadron cens censo encsarp defuncio defuncion gual vado aparcament parking parquing
    estacionament plaqu aigua agua comptador contador clavegueram escombrari residu residus deixaller
    basura brossa ivtm vehicle vehiculo cotxe coche tractor remolc moto furgoneta matricul laboral
    medica mutua maternitat maternidad paternitat paternidad incapacitat incapacidad nomina activitat
    actividad iae negoci comerc establiment terrassa terraza subministr suministr electric tensio
    tension potencia gas gasoil calefaccio fibra internet linia linea contracte contrato operador
    companyia asseguranca seguro polissa poliza inventari inventario credit credito partida obligacions
    obligaciones pressupost presupuesto domiciliacio domiciliacion domiciliat recibo recibos bancaria
    impost ibi taxa tasa contribucio notum enotum eacat t-cat tcat idcat certificat certificado usuari
    usuario correu-e dehu hut turistic turistico turistica explotacio explotacion ramadera ganadera
    bestiar ganado gos gossa perro perra mascota mascotas animal animals gat casal llar guarderia
    escola escuela extraescolar esportiva deportiva piscina gimnas futbol curs curset taller ludoteca
    fira feria parada mercat paradista ninxol nicho cementiri cementerio borsa bolsa lloguer alquiler
    ajut ayuda subvencio arma armes caca coto butlleti boletin revista newsletter magazin voluntari voluntaria
    voluntaris adf bombers llicencia licencia obra obres projecte licitacio oferta temeraria temerari
    desproporcionada transport menjador targeta carnet habitatge vivienda regidor regidora consell
    consejo hort sorteig llenya lena carrabina escopeta estranger extranjero teleassistencia teleasistencia
    dependencia prestacio prestacion wifi domini dominio pou pozo aprofitament petrolifera diposit deposito
    musica natacio ioga yoga pilates zumba gimnastica gimnasia
    factura facturacio
    colonies autonom solar cadastr catastr soci socia socis club quota afiliacio
    afiliat sindicat llevaneu quitanieve
"""

_SHORT: Final = 4
"""Letters of a stem so short that surnames begin with it: Gassó, Gatell, Hortolà."""
_NAMES: Final = (
    *("activitat economica", "planta baixa", "via publica", "seguretat social", "seguridad social"),
    *("consum d'aigua", "llar d'infants", "regadiu", "sala polivalent", "pastures", "associacio de"),
    *(r"registre (?:municipal|d'habitants|des habitants|de la population)", r"rega\b", "equipaments?"),
    *("espais (?:municipals|publics)", "esqui (?:escolar|base|alpi|nordic)"),
    *("escola d'esqui", "curs d'esqui", "club d'esqui", "classes d'esqui", "servei d'aigues?"),
    *("notificacions? electroniques?", "notificacion(?:es)? electronicas?", "registre d'entitats"),
    *("registro de", "ajuda a domicili", r"rebuts? (?:de|del|d'|domicilia\w{1,3}|bancari\w?)"),
    *("drets (?:reconeguts|d'imatge)", "lista de espera", "plac?a de mercat", "caixa municipal", "e-notum"),
    r"llist\w{1,3} (?:d'espera|electoral|de preus|del cens|de correu|d'admesos)",
)
"""Names of other matters in more words than one."""
_ANOTHER_SENSE: Final = alternatives(
    *("cotxe de linia", "linia(?<=cotxe de linia)", r"curs(?:in|eu|ar|o|em|ad[ao]|at)\b", "pou[vr]"),
    *("carnet(?<=copia del carnet)", "obra(?<=cap d'obra)", "obra(?<=jefe de obra)"),
    r"carnet (?:d'identitat|de identidad)\b",
    r"carnet(?: (?:es|num|numero|n|el)\b){0,3}[ .:,]{1,3}[xyz]?[ -]?\d",
)
"""The words of other matters where they are none."""
_STEMS: Final = [re.escape(stem) for stem in _OBJECTS.split()]
OTHER_MATTER: Final = any_of(
    rf"\b(?!{_ANOTHER_SENSE}){alternatives(*_NAMES, *(s for s in _STEMS if len(s) > _SHORT))}"
    r"(?:[a-z]{0,3}|mades?|uradora?|aments?|amientos?)\b",
    rf"\b{alternatives(*(s for s in _STEMS if len(s) <= _SHORT))}(?:s|es|os|sos|ts)?\b",
)
"""Words for what else can be given "de baixa"."""

ADJECTIVE: Final = any_of(
    r"\b(?:planta|part|zona|forma|temperatures|pressions|tensions|temporada|pressio|presion|tensio|tension|"
    r"intensitat|velocitat|natalitat|"
    r"participacio|cota|"
    r"temperatura|resolucio|qualitat|velocidad|calidad|renda|renta|estatura|edat|edad|visibilitat|ocupacio|"
    r"incidencia|"
    r"rama|branca|tarja|nota|muntanya|vall|banda|taula|casa|costa|gama|edat|classe|clase|paret|porta|caixa|"
    r"frequencia)"
    r" (?:molt |muy |mes |mas |massa |tan |bastant )?(?:es |esta |ha quedat |queda |era )?(?:molt |muy |mes |"
    r"massa |tan )?(?:baix|baj|alt)[aeo]s?\b"
    r"|\b(?:baixa|baja) (?:del? |d'un |de un )?\d{1,2}(?:[.,]\d{1,2})? ?%"
    r"|\b(?:baixa|baja|baixes|bajas) (?:anormal|temer|despropor|lineal|economic|sobre el preu|"
    r"sobre el precio)\w{0,8}"
    r"|\b(?:mes|molt|massa|tan|prou|muy|demasiado|llums?|veu|musica|voz|luz|luces) alt[ae]s?\b"
    r"|\b(?:mes|molt|massa|tan|prou|muy|mas|demasiado|quedat|queda|es|era|va ser|ha estat|sera|fue|esta|"
    r"estigui|sigui|seria|ha sigut) (?:baix|baj)[aeo]?\b"
    r"|\b(?:baixa|baja|alta|baixes|bajas|altes)s? (?:forma|natalitat|natalidad|participacio|participacion|"
    r"pressio|"
    r"presion|tensio|tension|"
    r"pluviometria|temperatur\w*|cerdanya|emission\w*|ocupacio|demografia|qualitat|calidad|velocitat|"
    r"visibilitat|cota|muntanya|"
    r"montana|garrotxa|intensitat|incidencia|resolucio|frequencia|temporada|densitat|definicio|gama|mar|edat|"
    r"cuina|"
    r"temerar\w*|voltatge|consum|cost|renda)\b"
    r"|\b(?:aigua|agua|proveiment|abastecimiento|en) en? ?baixa\b|\ben baixa\b|\ben alta\b"
    r"|\b(?:ascensor|riu|rio|aigua|agua|preus?|precios?|temperatura|neu|nieve|gasoil|quota|gent|bus|autobus|"
    r"carretera|cami|gas|llum|luz) (?:ja |no |hi |encara |que |tambe |sempre ){0,3}baix[ae]\w{0,2}\b"
    r"|\bbaixa (?:a la planta|molt ple|ple|plena|cap a|fins a|per la|pel)\b"
    r"|\bno (?:baixa|baja|baixen|bajan) d(?:e (?:els |los |les |las )?|els )\d"
    r"|\b(?:va|van|anar|anir\w{1,3}|tendenci\w{1,2}|evoluci\w{1,2}|ofert\w{1,2}|preus?|precios?|"
    r"revisi\w{1,3}|"
    r"mercat|mercado|cotitzacio|cotizacion|modificaci\w{1,2}|rectificaci\w{1,2}|ajust\w{0,2}|pujades?)"
    r"(?: [\w'·]{1,12}){0,3} a la (?:baixa|baja)\b(?! (?:de|del|d'|dels)\b)"
    r"|\bzones? de baix\w+|\bzona de baj\w+|\bcabals? baix\w+|\banormalment baix\w+"
)
"""Baixa and alta as adjectives: low, high."""

AWAY: Final = any_of(
    r"\b(?:m'ha|me ha|li ha|l'ha|le ha) (?:donat|dado|fet|firmado|signat) (?:ja |ya )?(?:la|una) (?:baixa|"
    r"baja)\b"
    r"(?! (?:de|del) (?:whats|la llista|l'|grup|canal))"
    r"|\b(?:es|son) de (?:baixa|baja)\b(?! (?:de|del|de la|dels) )"
    r"|\b(?:estic|esta|estava|estoy|estan|continua|segueix|causo|agafo|agafat|agafar|cogido|coger|"
    r"tinc la|(?:me dan|em donen)(?= la )|em donaran|me daran|em fan|"
    r"tengo la|m'han donat|me han dado"
    r"|donen|han donat) (?:la |de |una )?(?:baixa|baja)\b(?! (?:de|del) (?:whats|la llista|l'|grup|canal))"
    r"|\b(?:baixa|baja|baixes|bajas) (?:laboral|medi[cq]|per malaltia|por enfermedad|"
    r"per incapacita\w|por incapacidad|per accident|por accidente|d'incapacita\w|de incapacidad|"
    r"per maternitat|per paternitat|"
    r"voluntaria a l'empresa|voluntaria de la empresa|de maternitat|"
    r"de paternitat|maternal|paternal|it\b)"
    r"|\b(?:baixa|baja)\b(?! (?:de la |del |dels |de l'|de los |de )(?:w?h?[ua]ts|wh|was|llista|lista|"
    r"grup|canal|servei|"
    r"servicio|avisos|missatges|mensajes|difusi|info))[^.?!\n]{0,40}\b(?:metge|metgessa|medico|mutua|"
    r"ambulatori|ambulatorio|hospital|"
    r"doctora?)\b"
    r"|\b(?:metge|metgessa|medico|mutua|ambulatori|ambulatorio|doctora?)\b[^.?!\n]{0,40}\b(?:baixa|baja)\b"
    r"|\b(?:foto|fotografia|paper|full|justificant|certificat|copia|informe|justificante|copia) (?:de |"
    r"d')(?:la |mi )?"
    r"(?:meva )?(?:baixa|baja)\b(?! (?:de|del) (?:whats|la llista|la lista|l'|grup|canal|servei))"
    r"|\b(?:m'|li |l'|us |me |le |ens |nos )(?:han|ha|hem|van|va) (?:donat|donar|dado|dar) (?:ja )?"
    r"(?:l'|el |la |d'|de )?alta\b(?! (?:al|a la|del|de la|en el|en la) (?:whats|llista|lista|grup|canal|"
    r"servei))"
    r"|\balta (?:medica|hospitalaria|voluntaria|laboral)\b"
    r"|\bcauso baja\b|\bpart(?:e)?s? de (?:baixa|baja)\b|\bbaixes? d'ofici\b|\bbajas? de oficio\b|"
    r"\bcomunicat de baixa\b"
)
"""Sick leave, leaving a job, striking off ex officio."""

IMPERSONAL: Final = any_of(
    r"\b(?:si algu|si alguien|quan algu|cuando alguien|la gent que|la gente que)\b[^.\n]{0,60}"
    r"\b(?:donar-se|es vol(?:en)? donar|es vulgui\w? donar|darse|se quiera\w? dar|quiera darse) de "
    r"(?:baixa|baja)\b[^.\n]{0,80}|"
    r"\b(?:qui|quien|tothom qui|els qui|els que|los que|aquells que|si algu|si alguien) (?:en |se )?"
    r"(?:vulgu\w{1,4}|volgu\w{1,6}|quier\w{1,2}|desitg\w{1,3}|desee\w?|vol)\b[^.\n]{0,120}|"
    r"\b(?:usuari\w{0,3}|usuarios|client\w{0,2}|gent|gente|abonats|subscriptors|suscriptores|persones|"
    r"personas|socis|alumnes|molts|muchos|destinataris)\b"
    r"[^.\n]{0,60}\b(?:donar-se|donar-se'n|darse|es donen?|es dona|se da|se dan|han donat|s'han donat|"
    r"donin|donant-se|donant|dandose|dando) de (?:baixa|baja)\b"
    r"|\b(?:donar-(?:se|vos|te|me)|darse|darte|daros|(?<!podeu )(?<!podeis )(?<!pueden )(?:dar|donar)|causar|"
    r"cancel.?lar)(?:'n)?(?: de)? (?:la )?(?:baixa|baja|subscripcio|suscripcion)\b"
    r"[^.?!\n]{0,50}(?:clic\w{0,3}|cliqu\w{0,3}|polsa\w{0,2}|premeu|pulse|pulsa|(?<!d')aqui|enllac|enlace|https?:|"
    r"link|puls[ae])"
    r"|(?:clic\w{0,3}|cliqu\w{0,3}|enllac|enlace|pulse|premeu)[^.\n]{0,50}\b(?:donar-(?:se|vos|te)|darse|"
    r"darte|daros) de (?:baixa|baja)\b"
    r"|\((?:alta|altes) i (?:baixa|baixes)\)|\b(?:altes|altas) (?:i|y|o) (?:les |las |de )?(?:baixes|bajas)\b"
    r"|\b(?:es pot|se puede|podeu|puede) (?:donar-?(?:se|vos)?|darse|dar) de (?:baixa|baja) (?:quan|cuando|"
    r"en qualsevol|en cualquier)\b"
    r"|\b(?:baixa|baja|unsubscribe|desubscriure\w{0,3}|darse de baja|donar-se de baixa) ?: ?https?://"
    r"|\b(?:es dona|es donen|se da|se dan|causa|causen|causan|dona|donen) (?:de )?(?:baixa|baja) (?:en |la |"
    r"el |a |els |l')"
)
"""People in general who leave, and the foot of newsletters: nobody's own wish."""

ANSWER_BY: Final = re.compile(
    r"\b(?:(?:podeu|pots|poden|pueden|puede|podeis) (?:enviar|mandar|escriure|escribir|contestar|respondre|"
    r"responder|avisar|dir|decir|passar)\w{0,4}|(?:envi|escri|contest|respon|avis|dig|mand|pass|fe)\w{1,5}"
    r"-(?:me|nos|li|ho)(?:-ho|-lo)?) "
    r"(?:(?:un|per|por|pel|el|al|a) ){1,2}(?:whats?app?s?|whats|wasap|wassap|guasap)"
    r"(?= (?:a (?:aquest|aquesta|este|ese|mi|la|l'|el meu)|al (?:meu|mateix|mismo|mio|numero|\d)|si\b)|"
    r"[.,!]|$)"
)
"""WhatsApp as the way in which an answer may come: no word of the list."""
DOWNLOAD: Final = re.compile(
    r"\bbaix(?:a't|a-t|a-la|a-lo|eu-vos|ar-se l'app|ar l'app|ar el (?:document|pdf|fitxer|formulari))\b"
)


_WEAK: Final = """
    linia linea usuari usuario compte conta cuenta carnet targeta personal soci socia regidor regidora
    contracte contrato voluntaria negoci negocio llevaneu llevaneus quitanieves
"""
WEAK: Final = frozenset(_WEAK.split())
"""Other matters that may as well be the subscriber or their number: they give way to a word for the list."""


def find_other(folded: str) -> re.Match[str] | None:
    """The first word that names another matter in a folded piece of text; a weak one if there is no other."""
    found = list(OTHER_MATTER.finditer(folded))
    return next((match for match in found if match.group() not in WEAK), found[0] if found else None)


def other_matter(folded: str) -> str | None:
    """The first word that names another matter, or None."""
    match = OTHER_MATTER.search(folded)
    return match.group() if match else None


def without_adjectives(folded: str) -> str:
    """The folded text with the baixa and alta that mean low, high, ill or "download" blanked out."""
    for pattern in (ADJECTIVE, AWAY, IMPERSONAL, DOWNLOAD, ANSWER_BY):
        folded = pattern.sub(lambda match: "~" * len(match.group()), folded)
    return folded
