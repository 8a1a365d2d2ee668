"""How people write for a relative: of them, what is asked for them, and "us"; for folded text."""

import re
from typing import Final

from rules.text.patterns import any_of, one_of

KIN: Final = one_of(
    r"""
    mare pare pares home dona(?!\sde\sbaixa|\sd'alta) marit parella filla? germana? avia? iai[oa] padrina?
    sogr[ea] tiet tieta oncle neta? nebot neboda cosin?a? cunya[td]a? cunad[oa] madre padres? marido mujer
    esposa? hij[oa] herman[oa] abuel[oa] yay[oa] suegr[oa] tio tia niet[oa] sobrin[oa] pareja mere
    pere(?<=[mt]on\spere) mari(?<=[mt]on\smari) femme fils fille frere soeur mother father mum dad husband
    wife son daughter brother sister grandmother grandfather difunt\w{0,2}
    """
)
YOUNGER: Final = one_of(
    "filla? jove nora gendre neta? nebot neboda hij[oa] niet[oa] sobrin[oa] fille fils daughter son"
)
_OWN: Final = "(?:meva|meu|mi|ma|mon|my|nostr[ae])"
HIS: Final = "(?:seva|seu|su)"
NUMBER: Final = one_of("numero telefono? mobil movil dni")
CARD: Final = one_of("carnet documento? identitat passaport pasaporte passeport passport")

_KINS: Final = (
    r"\b(?:meu|mi|me|seu|su|nostre|nuestr[oa])s (?:\w{3,8} )?"
    r"(?:pares|padres|parents|avis|fills|hij[oa]s|germans|herman[oa]s)\b"
)
STRIKING: Final = (
    r"\b(?:baix[ae]|baja|esborr|elimin|borr|quit|tragu|tr[ae]i|treu|retir|sup+rim|remove|unsub|desapunt|"
    r"des+[iu][bn]s?cri)"
)
"""How the words begin that take somebody off."""
_STRUCK: Final = r"(?:esborr|treu|trai|tragu|borr|quit|retir|doneu)\w{0,5}"
ANY_KIN: Final = re.compile(rf"\b{KIN}\b|{_KINS}")
SEVERAL: Final = re.compile(_KINS)
OF_KIN: Final = any_of(
    _KINS,
    rf"\b(?:{_OWN}|seva|su) (?:\w{{3,8}} )?{KIN}\b",
    rf"\b(?:{YOUNGER}|tutora?|cuidadora?|dona(?! de baixa| d'alta)|viud[oa]|vidua?) (?:legal )?(?:del?|d')\b",
    rf"\b(?:la |els? |l'){KIN} (?:va|ha|es|ja|no|vol|te)\b",
    rf"(?:^|\n)\W{{0,3}}{KIN}\s?:",
    rf"\b(?:la |el |l')(?:meva |meu )?{KIN}(?:, (?:en |la |el |l'|que )| \()",
    rf"\((?:el |la )?{_OWN} {KIN}\b",
    rf"(?:^|[.:;\n] ?)(?:la |el |l'){KIN}, ",
    rf"\b{_STRUCK} (?:a )?(?:la |l'){KIN}\b",
    rf"\b(?:de la|del) ?{KIN}\s?:",
    rf"\bescri[cb]o? (?:pe[rl]|por|de part de|en nom de) (?:a )?(?:la |l'|mi )?{KIN}\b",
)
"""A relative, of whom the text speaks."""

OF_HIM: Final = any_of(
    r"\b(?:don|tre|trai|quit|d)\w{0,8}[-']?l[oa]s?\b",
    rf"\b(?:el|que l[ao']|que el) ?{_STRUCK}\b",
    rf"\b(?:la |el |l'){KIN} (?:marxa|surt|plega|deixa|en marxa|se'n va|sale|deja)\b",
    r"\b(?<!\bes )(?<!\bse )(?:vol|volia|quiere|queria|demana|pide|souhaite)\b",
    r"\b(?:(?:en|a) (?:nom|nombre) de|de parte? d|au nom de|on behalf)",
    r"\b(?:take|remove|delete|unsubscribe) (?:him|her|them)\b",
    rf"\b(?:retirer|supprimer|desinscrire|enlever|radier|desinscrivez|retirez) m[ao]n? {KIN}\b",
    r"\bl[ae]s? (?:retirer|supprimer|desinscrire)\b",
    rf"\b(?:baixa|baja)\b[^.\n]{{0,30}}\bdel? (?:la )?(?:{_OWN} )?{KIN}\b",
    rf"(?:{STRIKING}|\bdon|\bdar?d?)\w{{0,8}}\b[^.\n]{{0,60}}(?:\b(?:el )?{_OWN} {KIN}\b|{_KINS})",
    rf"\b{_STRUCK} (?:a )?(?:la |l'){KIN}\b",
    r"\b(?:els?|la|li) pod\w{1,6} (?:esborr|treu|don)",
    r"\b(?:al cel sigui|que en pa[uz]|ja no hi es)\b",
    rf"\b(?:per|per a|al|a la|a|para|for) (?:al |la )?{_OWN} {KIN}\b",
    r"\b(?:va morir|ha mort|morta?|va faltar|ens va deixar|murio)\b|\b(?:difunt|traspass|fallec|decede)",
    rf"\b(?:tutora? (?:legal )?de|{HIS} {NUMBER}|seva baixa)\b",
    r"\bbaixa\b[^.\n]{0,30}\bdels meus\b",
    r"\b(?:dni|mobil|telefon|movil) (?:seu|d'ella?|suyo)\b",
    r"\b(?:es diu|se llama)\b",
    r"\bm(?:'(?:ho )?|e (?:lo )?)ha (?:dit|demanat|encarregat|dicho|pedido)\b",
    r"\b(?:lo|ho) (?:solicita|pide|demana|sol.?licita|vol|quiere) el(?:la?)?\b",
    r"\bqui(?:en)? (?:escriu|escribe|demana|pide)\b",
)
"""What is asked is asked for the relative, or they cannot ask any more."""

_NOT_ME: Final = r"(?<!\bmi no )(?<!\bjo no )(?<!\byo no )"
_INFINITIVES: Final = one_of(
    "esborrar eliminar desapuntar suprimir retirar borrar quitar sacar treure donar dar desinscriure"
)
OF_US: Final = any_of(
    rf"{_NOT_ME}\b(?:don(?:ar|eu)|dar|den|traieu|esborreu)-?(?:me|nos)\b|{_NOT_ME}\bm'esborr|\bnous\b",
    rf"\b{_INFINITIVES}-?(?:me|'m)\b",
    (
        r"\b(?:demanem|solicitamos|volem|voldriem|queremos)\b(?! que [^.!?\n]{0,30}\b(?:el seu|la seva|su) "
        rf"{NUMBER})(?! que (?:la|els?|li|les|l[oe]|se le|l)\b)"
    ),
    r"\b(?:ens doneu|l[oa]s dos|tots (?:dos|tres)|totes dues)\b",
    _NOT_ME + r"\b(?:em|me) (?:tr[ae][gi]|don|elimin|desapunt|quit|borr|saqu|retirer|desinscrire)\w*",
    rf"\b(?:ens|em|me) p[ou]\w{{2,7}} {_INFINITIVES}\b",
    r"\b(?:vull|voldria|demano|quiero|pido)\sque\s(?:em|me)\b",
    rf"\b{_INFINITIVES}(?: (?:es|sea|sigui))? (?:el|la) (?:mi[oa]|meu|meva)\b",
    _NOT_ME + r"\b(?:deix|par)\w{1,4} d'enviar-?me\b",
    r"\bje (?:souhaite|voudrais|demande)\b(?! que)",
    r"\b(?:jo tambe|jo mateix|me den|em vull|vull la baixa|la meva baixa|mi baja|remove me)",
    r"\b(?:[iy] (?:per )?a mi|i per mi)\b|\b(?:i jo|y yo)\b(?! no\b| (?:em|me|si|soy|conti|segu|vull))",
)
"""The writer asks for themselves too."""
