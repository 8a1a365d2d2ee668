"""How people write for a relative: of them, what is asked for them, and "us"; for folded text."""

import re
from typing import Final

from rules.text.patterns import any_of, one_of

_FRENCH: Final = r"(?:(?<=[mst]on\s{0})|(?<=tre\s{0})|(?<=\ble\s{0}))"
"""After what is a name in Catalan or Spanish: Pere, Mari."""
KIN: Final = one_of(
    rf"""
    mare pare pares home dona(?!\sde\sbaixa|\sd'alta) marit parella filla? germa germana avi avia iai[oa]
    padrina? sogre sogra tiet
    tieta oncle neta? nebot neboda cosi cosina cunyat cunyada cunad[oa]
    madre padre padres marido mujer esposa espos
    hij[oa]
    herman[oa] abuel[oa] yay[oa] suegr[oa] tio tia niet[oa] sobrin[oa] pareja
    mere pere{_FRENCH.format("pere")} mari{_FRENCH.format("mari")} femme fils fille
    frere soeur mother father mum dad husband wife son daughter brother sister grandmother grandfather
    difunt\w{{0,2}}
    """
)
YOUNGER: Final = one_of(
    "filla? jove nora gendre neta? nebot neboda hij[oa] niet[oa] sobrin[oa] fille fils daughter son"
)
_OWN: Final = r"(?:meva|meu|mi|ma|mon|my|nostra|nostre|nuestr[oa])"
HIS: Final = r"(?:seva|seu|su|his|her|son)"
NUMBER: Final = one_of(
    """
    numero number num telefon telefono mobil movil dni nie nif phone mobile portable contacte
    """
)
CARD: Final = one_of("carnet document documento identitat passaport pasaporte passeport passport")

_KINS: Final = (
    r"\b(?:meus|meves|mis|nostres|nuestr[oa]s|mes|nos|seus|sus|my|our) (?:\w{3,8} )?(?:pares|padres|parents|"
    r"avis|iaios|padrins|abuelos|fills|filles|hij[oa]s|germa(?:ns|nes)|herman[oa]s|sogres|suegros|tiets|"
    r"tios)\b"
)
_STRIKING: Final = r"(?:esborr|tregu|trei|treu|trai|borr|quit|elimin|remov|retir)\w{0,5}"
ANY_KIN: Final = re.compile(rf"\b{KIN}\b|{_KINS}")
SEVERAL: Final = re.compile(_KINS)
OF_KIN: Final = any_of(
    _KINS,
    rf"\b(?:{_OWN}|seva|seu|su) (?:\w{{3,8}} )?{KIN}\b",
    rf"\b(?:{YOUNGER}|tutora?|cuidadora?|marit|dona(?! de baixa| d'alta)|viud[oa]|vidua?) (?:legal )?(?:de|"
    rf"d'|del|of)\b",
    rf"\b(?:la |el |les |els |l'){KIN} (?:va|ha|es|esta|ja|no|vol|te|viu)\b",
    rf"(?:^|\n)\W{{0,3}}(?:el |la )?{KIN}\s?:",
    rf"\b(?:la |el |l')(?:meva |meu )?{KIN}(?:, (?:en |na |la |el |l'|n'|que )| \()",
    rf"\((?:el |la )?{_OWN} {KIN}\b",
    rf"(?:^|[.:;\n] ?)(?:la |el |l'){KIN}, ",
    rf"\b{_STRIKING} (?:a )?(?:la |el |l'|al ){KIN}\b",
    rf"\b(?:de la|del|de l') ?{KIN}\s?:",
    rf"\b(?:escric|escribo) (?:per|pel|por|para|de part de|en nom de) (?:a )?(?:la |el |l'|mi )?{KIN}\b",
)
"""A relative, of whom the text speaks."""

_STRIKE_HIM: Final = one_of(
    """
    traieu tragueu traguessiu doneu donessiu doni donin esborreu elimineu den quiten borren treieu treguin
    enviin enviis envieu
    """
)
OF_HIM: Final = any_of(
    r"\b(?:don|tre|trai|trag|esborr|elimin|borr|quit|sac|suprim|d|desapunt)\w{0,8}[-']?l[oa]s?\b",
    rf"\b(?:el|la|que l[ao']|que el|lo|li|se li) ?{_STRIKE_HIM}\b",
    rf"\b(?:la |el |l'){KIN} (?:marxa|surt|plega|deixa|en marxa|se'n va|sale|deja)\b",
    r"\b(?<!\bes )(?<!\bse )(?:vol|volia|quiere|queria|desitja|desea|demana|pide|wants|souhaite|veut)\b",
    r"\b(?:en|a) (?:nom|nombre) de|\bde parte? d|\bper encarrec d|\ben representacio\w?",
    r"\b(?:au nom de|on behalf)\b",
    r"\b(?:take|remove|delete|unsubscribe) (?:him|her|them)\b",
    r"\b(?:le|la|les) (?:retirer|supprimer|desinscrire)\b",
    rf"\b(?:retirer|supprimer|desinscrire|enlever|radier|desinscrivez|retirez) (?:mon|ma) {KIN}\b",
    rf"\b(?:baixa|baja)\b[^.\n]{{0,30}}\b(?:del?|per al?|per a|para) (?:la |el )?(?:{_OWN} )?{KIN}\b",
    r"\b(?:don|tre|trai|trag|esborr|elimin|borr|quit|sac|suprim|den|dar|dad|remove|"
    r"retir)\w{0,8}\b[^.\n]{0,60}"
    rf"(?:\b(?:el |la |a )?{_OWN} {KIN}\b|{_KINS})",
    rf"\b{_STRIKING} (?:a )?(?:la |el |l'|al ){KIN}\b",
    r"\b(?:el|la|els|les|lo|los|las|le|li) (?:pod\w{1,6}|pued\w{1,3}|voldri\w{1,4}) "
    r"(?:esborr|elimin|treu|tre|borr|quit|don|dar|sac|suprim)",
    r"\b(?:al cel sigui|que en pau|q\.?e\.?p\.?d|e\.?p\.?d|que en paz|ja no hi es)\b",
    rf"\b(?:per|per a|al|a la|a|para|pour|for) (?:al |la |el |l')?{_OWN} {KIN}\b",
    r"\b(?:va morir|ha mort|morta?|difunt\w{0,2}|va faltar|ens ha deixat|ens va deixar|traspass\w{0,3})\b",
    r"\b(?:murio|ha muerto|fallec\w{1,5}|decede\w?|est mort|died|passed away|late)\b",
    r"\b(?:tutora?|cuidadora?) (?:legal )?(?:de|d')",
    rf"\b{HIS} (?:numero |telefon |num )?(?:de |d')?{NUMBER}\b",
    r"\b(?:seva|su|his|her) (?:baixa|baja)\b",
    r"\b(?:baixa|baja)\b[^.\n]{0,30}\b(?:dels|de les|de) (?:meus|meves|mis|nostres|nuestr[oa]s)\b",
    r"\b(?:dni|mobil|telefon|movil) (?:seu|d'ell|d'ella|suyo)\b",
    r"\b(?:es deia|se llamaba|es diu|se llama)\b",
    r"\bm'(?:ho )?ha (?:dit|demanat|encarregat)\b|\bme (?:lo )?ha (?:dicho|pedido|encargado)\b",
    r"\b(?:lo|ho) (?:solicita|pide|demana|sol.?licita|vol|quiere) (?:el|ell|ella)(?: mism[oa]| mateix\w?)?\b",
    r"\b(?:qui|quien) (?:us |os |ho |lo )?(?:escriu|escribe|demana|pide)\b",
)
"""What is asked is asked for the relative, or they cannot ask any more."""

_FOR_US: Final = one_of(
    """
    donar-nos doneu-nos darnos dennos
    traieu-nos treure'ns esborreu-nos ambdos ambdues nous respectivament
    """
)
_FOR_ME: Final = one_of(
    r"""
    donar-me donar-me'n donarme doneu-me darme denme donessiu-me traieu-me treure'm m'esborr\w{1,4}
    """
)
_NOT_ME: Final = r"(?<!\bmi no )(?<!\bjo no )(?<!\byo no )"
OF_US: Final = any_of(
    rf"{_NOT_ME}\b(?:{_FOR_US}|{_FOR_ME})\b",
    r"\b(?:esborrar|eliminar|desapuntar|suprimir|retirar|borrar|quitar|sacar|treure|traure|"
    r"desinscriure)-?(?:me|nos|'m|'ns)\b",
    (
        r"\b(?:demanem|solicitamos|volem|voldriem|voliem|queremos|quisieramos)\b"
        r"(?! que [^.!?\n]{0,30}\b(?:el seu|la seva|su) (?:numero|mobil|telefon|movil))(?! que (?:la|el|li|"
        r"les|els|lo|le|se le|l)\b)"
    ),
    r"\b(?:ens doneu|ens voldriem|los dos|las dos|tots (?:dos|tres|quatre|cinc)|totes (?:dues|tres))\b",
    _NOT_ME + r"\b(?:em|me) (?:trai?eu|tragu\w{1,6}|treieu|doneu|don\w{1,7}|esborr\w{1,4}|elimin\w{1,4}|"
    r"desapunt\w{1,3}|den|"
    r"quit\w{1,6}|borr\w{1,6}|saqu\w{1,5}|retirer|desinscrire|supprimer|desabonner|enlever|radier)\b",
    r"\b(?:ens|nos|em|me) (?:podeu|podrieu|pots|podria|poden|pueden|puede|podeis|podriais) "
    r"(?:esborrar|treure|donar|borrar|quitar|eliminar|dar|sacar|desapuntar)\b",
    r"\b(?:vull|voldria|demano|quiero|pido)\sque\s(?:em|me)\b",
    r"\b(?:quitar|treure|traure|esborrar|borrar|eliminar)(?: (?:es|sea|sigui))? (?:el|la) (?:mio|mia|meu|"
    r"meva)\b",
    _NOT_ME + r"\b(?:deix|par)\w{1,4} (?:de |d')(?:enviar|escriure|mandar)-?(?:me|nos)\b",
    r"\bje (?:souhaite|veux|voudrais|desire|demande)\b(?! que)",
    r"\b(?:jo tambe|yo tambien|tambe jo|jo mateix\w?|yo mism[oa]|la nostra baixa|nuestra baja)\b",
    r"\b(?:em doneu|me den|em donessiu|em vull|vull la baixa|la meva baixa|mi baja|remove (?:me|us|both))\b",
    r"\b(?:i a mi|y a mi|i de mi|(?:i|y) (?:per|para) (?:a )?mi)\b|"
    r"\bi jo\b(?! no\b| (?:em|si|conti|segu|vull))",
    r"\by yo\b(?! no\b| (?:si|soy|me|sigo))",
)
"""The writer asks for themselves too."""
