"""What turns a wish into something else: refusing, taking back, asking, hesitating, setting terms.

The same rules as for `phrases`: folded text, one sentence at a time, linear time.
"""

import re
from functools import lru_cache
from typing import Final

from rules.old_reading.phrases import BAIXA, CLITIC, GIVE, SHORT_STEP
from rules.text.patterns import any_of, one_of
from rules.vocabulary.lists import WHATSAPP

_LITTLE: Final = one_of(
    r"""
    em ens me nos us vull volem voldria vui quiero queremos quisiera pas cal hace falta fa pretenc penso
    pensem desitjo deseo demano
    pido es tracta trata que se li el la los els hi per de del tinc tenim tengo cap intencio intencion
    interes ganes ningu gens m t n d l quiere quieren volen desea desitja
    demanar pedir fer hacer
    s ha pot vol res ni mai encara veig necessari necesario ara jo haig voliem volia he hem a avoir
    souhaite veux demanat demanada
    demanant sol.?licitat pedido solicitado enviat
    """
)
_STRIKE: Final = one_of(
    r"""
    deixar dejar (?<!fer-vos\s)(?<!fer-los\s)(?<!fer\s)perdre
    (?<!hacer\s)(?<!hacerles\s)(?<!haceros\s)perder
    esborr\w{1,5} elimin\w{1,5} tra[gi]\w{1,4} tre[iguv]\w{0,4} quit\w{1,4}
    borr\w{1,4}
    (?:sortir|salir)(?!\s(?:de|a|per|por|amb|con)\s(?:casa|carrer|calle|cotxe|coche|nit|noche)\b)
    sort(?:im|iu|in|o)\b desapunt\w{1,5}
    """
)
_TAKEN_OFF: Final = one_of(
    "donat donada tret treta esborrat esborrada eliminat eliminada dado quitado borrado sacado"
)

REFUSAL: Final = any_of(
    r"\b(?:no|mai|nunca|tampoc) (?:(?:em|me|ens|nos) |m')(?:hauri|tendri)\w{1,4} (?:de |d'|que )",
    r"\bno (?:caldria|faria falta|haria falta) que\b[^.;:!?]{0,40}\b(?:baixa|baja|tragu|tregu|esborr|trei)",
    r"\b(?:no|mai) (?:la )?demane?\b|\b(?:baixa|baja)\b[^.;:!?]{0,40}\bno la (?:deman[eo]?|pido)\b",
    r"\b(?:no|mai|ni)\b(?: \w{1,8}){0,3} prescind\w{1,5}\b|\b(?:no|mai) pleg\w{1,3} de\b|\bfora (?:de la|"
    r"del) [^.,;:!?]{0,40} no(?=[.!]|$)",
    r"\b(?:rather|prefer) not (?:to )?(?:be|have|get)\b[^.;!?]{0,30}\b(?:removed|taken|off|deleted|"
    r"unsubscribed)\b",
    rf"\b(?:no|sense|sin|ni|tampoc|tampoco|mai|"
    rf"jamai)\b(?:[ ']{_LITTLE}){{0,7}}[ ']{{1,2}}{GIVE}(?: [\w'·-]{{1,24}}){{0,3}}? de {BAIXA}\b",
    rf"\b(?:no|sense|sin|ni)(?:[ ']{_LITTLE}){{0,5}}[ ']{{1,2}}(?:la |una |cap |ninguna |peticio de |de |mi |"
    rf"la meva )?{BAIXA}\b",
    rf"\bno(?! (?:(?:ho|el|els|la|les|lo|los|las|hi|em|me) )?se (?:pas |com |"
    rf"como )?{_STRIKE})(?:[ ']{_LITTLE}){{0,5}}[ ']{{1,2}}{_STRIKE}{CLITIC}\b",
    rf"\b{BAIXA}\b[^.;]{{0,40}}\bno (?:la|ho|lo) (?:vull|volem|quiero|queremos|necessito|demano)\b",
    rf"\b(?:alta|d'alta)[, ]{{1,2}}(?:i )?no (?:pas )?(?:de |la )?{BAIXA}\b",
    rf"\b(?:no|ni)(?: (?:em|me|ens|nos|us|os|li|cal que|hace falta que))? (?:tramit|facin|fagueu|feu\b|"
    rf"hagan|hagais|"
    rf"curs|execut|process|apliqu|inici|doneu|donin|den\b|deis)\w{{0,5}}(?: \w{{1,12}}){{0,2}}? {BAIXA}\b",
    (
        rf"\b(?:m'|me |ens |nos )(?:heu|han|habeis|hau|ha) (?!(?:donat|donada|dado)\b(?! de "
        rf"{BAIXA})){_TAKEN_OFF}\b"
    ),
    r"\b(?:don't|do not|dont)(?: really)?(?: want| wish| need)?(?: to)? (?:be )?(?:removed?|deleted?|"
    r"unsubscribed?|leave|opt out|quit)\b",
    r"\bne (?:surtout )?(?:pas|plus|jamais) (?:(?:me|nous|la|le|les|lui) |m'|l')?"
    r"(?:desinscri|retir|supprim|enlev|radi|desabonn)\w{1,5}\b",
    r"\bne (?:la|le|les|nous) (?:desinscri|retir|supprim|enlev|radi|desabonn)\w{1,5} (?:surtout )?pas\b",
    r"\bne me (?:supprimez|retirez|enlevez|desinscri\w{1,5})\b",
    r"\bne (?:veux|souhaite|desire|voudrais) (?:pas )?(?:me |m'|etre )?(?:desinscri\w{1,3}|quitter|"
    r"retire[er]?|desabonn\w{1,3}|supprime[er]?|radie[er]?)\b",
    rf"\b(?:{WHATSAPP}|llista|lista|grup|grupo|avisos|missatges|mensajes) (?:pero )?si (?:que )?(?:(?:el|la|"
    rf"els|les|lo|los|me) )?"
    r"(?:vull|volem|voldria|quiero|queremos|m'interess|me interes)",
    r"\b(?<!tampoc )(?<!tampoco )(?<!ni )(?:vull|volem|quiero|queremos|voldria|prefereixo) "
    r"(?!seguir-?[hl]o\b)(?:seguir|continuar|quedar|quedarme|quedar-me|mantenir|mantener)\w{0,3}\b",
)
"""They do not want to leave, or complain that they were taken off."""

TAKE_BACK: Final = any_of(
    r"\b(?:esborr|elimin|suprim|borr)\w{1,5} (?:la meva|la nostra|mi|la) (?:baixa|baja|peticio|peticion|"
    r"sol.?licitud|solicitud)\b",
    # what was wanted once
    r"\b(?:volia|voliem|queria|queriamos)\b[^!?]{0,150}?\b(?:(?:ja|ya|ara) no(?: la| ho| lo)?(?: vull|"
    r" volem| quiero|"
    r" queremos| cal| fa falta| hace falta)?(?=[.,;!]|$)|(?:ja|ara) (?:ja )?(?:em|m') ?(?:va|esta) be|"
    r"(?:ja|ya) (?:esta|queda) (?:tot |todo )?(?:arreglat|solucionat|arreglado|solucionado)|no (?:hagan|"
    r"feu) (?:nada|res))",
    r"\b(?:al final|finalment|finalmente|de moment|pensant-ho be|ben pensat) "
    r"(?:no\b(?! (?:(?:m'hi |m'|em |me |nos |ens )(?:apunt|afeg|inscri|anad)|"
    r"(?:em|me|m'|ens|nos) ?(?:va|fa|cal|interess|agrad|serv|convenc|compens|surt|trob)|"
    r"cal que (?:m'|em |ens )?envi|(?:en |els )?(?:vull|volem) (?!(?:rebre )?cap (?:baixa|"
    r"canvi))(?:rebre|mes|cap)|m'envi|"
    r"(?:era|eren|es) (?:el|lo) que|(?:n'|en |hi |els |les |me'ls )?(?:miro|mirem|llegeixo|llegim|entenc|"
    r"vaig anar|vam anar|vaig poder|vam poder)(?=[.,;!]| gaire| mai| res| cap|$)))|"
    r"em quedo|me quedo|ens quedem|prefer\w{1,6}|seguir\w{0,3}|continuar\w{0,3})",
    r"\b(?:em quedo|me quedo|ens quedem|nos quedamos)(?=[.,;!)]|$| (?:aqui|apuntad\w|doncs|pues|com estic|"
    r"como estoy|"
    r"a la llista|al (?:grup|canal|whats\w{0,4}|servei)|en (?:la lista|el (?:grupo|canal))|amb vosaltres)\b)",
    r"\bm'ho he repensat\b|\bens ho hem repensat\b|\b(?:he|hem) canviat d'(?:opinio|idea|parer)\b(?! "
    r"(?:sobre|amb|del?|respecte) [^.]{0,20}(?:consentiment|autoritzacio))",
    r"\bme he arrepentido\b|\b(?:he|hemos) cambiado de (?:opinion|idea|parecer)\b(?! (?:sobre|con|del?|"
    r"respecto) [^.]{0,20}(?:consentimiento|autorizacion))|\bme lo he pensado mejor\b",
    r"\bm'he penedit\b|\bm'en penedeixo\b|\bme'n penedeixo\b|\bme'n desdic\b",
    rf"\b(?:anul.?l?|cancel.?l?|desestim|retir|atur|revoc)\w{{0,5}}{CLITIC}(?: [\w'·-]{{1,24}}){{0,3}}? "
    rf"(?:{BAIXA}|peticio|peticion|sol.?licitud|solicitud)\b",
    rf"\b(?:ajorn|aplac|pospos|aplaz|pospon)\w{{1,4}}{CLITIC}(?: [\w'·-]{{1,24}}){{0,3}}? "
    rf"(?:{BAIXA}|peticio|peticion|sol.?licitud|solicitud)\b",
    rf"\b(?:ignor|obvi|oblid|olvid|desestim)\w{{1,6}}{CLITIC}(?: [\w'·-]{{1,24}}){{0,3}}? "
    rf"(?:{BAIXA}|peticio|peticion|sol.?licitud|solicitud|correu|correo|mail|missatge|mensaje)\b",
    r"\b(?:oblid|olvid|ignor)\w{1,6} (?:tot )?(?:el|lo) que (?:us|os|les|vos)\b",
    rf"\bdeix\w{{1,5}}{CLITIC} (?:estar|correr|perdre|de banda)(?: [\w'·-]{{1,24}}){{0,2}}? "
    rf"(?:{BAIXA}|peticio|correu|ho)\b",
    r"\bno (?:en )?(?:feu|fagueu|feis|tingueu|tengais|tengan|hagan|hagais) (?:cas|en compte|en cuenta|"
    r"caso)\b",
    r"\b(?:feu|feu-ho|fes|facin|haced|hagan) com(?:o)? si no\b|\bcom(?:o)? si no (?:us |os |ho )?(?:hag|"
    r"hub)\w{2,7}\b|"
    r"\b(?:segueixo|seguim|continuo|continuem|sigo|seguimos) (?:tot )?(?:igual )?(?:com|que|"
    r"como) (?:fins ara|"
    r"hasta ahora|sempre|siempre)\b",
    r"\bno (?:toqueu|toquin|toquis|toqueis|toquen|canvieu) (?:res|nada)\b|\bcom si no hi fos\b|"
    r"\bdejalo\b(?! (?:apuntad|claro))|"
    r"\b(?:ho|lo) (?:podeu|podeis|poden|pueden) (?:deixar|dejar) (?:estar|correr)\b|"
    r"\bfalsa alarma\b|\bfalse alarm\b|\bretiro (?:el que|lo que|lo dicho|les meves paraules|mis palabras)\b|"
    r"\b(?:on|alla on|donde) (?:hi )?(?:deia|posava|diu|decia|ponia|dice) (?:baixa|baja)\b",
    r"\bdeixeu-ho\b|\bdeixa-ho\b|\bdejadlo\b|\bdejenlo\b",
    r"\b(?:deixeu|deixa|deixin) (?:estar|correr) (?:aixo|allo|el|la) (?:d'|de |del |que )|"
    r"\b(?:dejad|dejen|deja) (?:estar )?(?:eso|esto|lo) (?:de|del|que)\b",
    r"\b(?<!\bsi )no (?:la|ho|lo|em|me) (?:tramit\w{1,4}|feu|fagueu|processeu|hagan|hagais|doneu|den|"
    r"esborreu|tragueu|borreis)\b",
    # … not "torno a posar el DNI", nor "ja em tornaré a apuntar" one day
    rf"\b(?<!\bhi )(?:torn(?:eu|ar|i|in)|volver|vuelvan|volved){CLITIC} a (?:posar|apuntar|donar|afegir|"
    rf"incloure|dar|"
    rf"incluir|entrar|ser)\w{{0,4}}\b",
    r"\btorno a (?:apuntar|incloure|entrar)\w{0,4}\b",
    rf"\b(?:sense efecte|sin efecto) (?:la |el |mi )?(?:meva )?(?:{BAIXA}|peticio|peticion|sol.?licitud|"
    rf"solicitud|correu)\b",
    r"\b(?:continuo|continuem|segueixo|seguim|sigo|seguimos|rebo|rebem|recibo) (?:[\w'-]{1,16} ){0,4}"
    r"(?:amb (?:molt de )?gust|encanta[dt]\w?|content\w{0,2}|con (?:mucho )?gusto)\b",
    r"\b(?:em|me|m'hi|ens|nos) (?:quedo|quedem|quedamos) [^.;!?]{0,30}?\b(?:com fins ara|como hasta ahora|"
    r"com sempre|com estava|com estic|apuntad\w|inscrit\w?)\b",
    rf"\b(?<!si )(?<!m')(?<!me )(?:(?:{BAIXA}|correu|correo|missatge|mensaje|mail|aixo|esto) )?(?:ho|el|"
    rf"la|l'|lo) ?(?:va|van|ha|han) "
    r"(?:escriure|enviar|demanar|escrit|enviat|demanat|demanada|escrito|enviado|pedido|posar) "
    r"(?:el meu |la meva |els meus |el |la |els |un |una |l'|mi |mis )"
    r"(?:net|neta|nen|nena|nens|fill|filla|fills|jove|gendre|marit|home|dona|germa|germana|criatur\w{1,2}|"
    r"canalla|nieto|nieta|hijo|hija|hijos|marido|mujer)\b",
    r"\b(?:la|lo) (?:pidio|pidieron|envio|enviaron|escribio|mando) (?:el |la |mi |mis |un |una )?"
    r"(?:nieto|nieta|hijo|hija|hijos|nino|nina|marido|mujer|hermano|hermana)\b",
    r"\b(?:es|era|va ser|fou|fue|ha sigut|ha estat) (?:una )?(?:cosa|cosas|broma|gracia|ocurrencia) "
    r"(?:del|de la|de l'|de mi|de mis|dels|d'un)\b(?! (?:feina|edat|salut|son)\b)|"
    r"\bper fer (?:la )?(?:gracia|broma|riure)\b|\bpara hacer gracia\b",
    r"\bequivoca(?:t|da|do) (?:d'|de )(?:adreca|ajuntament|ayuntamiento|destinatari|destinatario|correu|"
    r"correo|poble|pueblo|direccion|bustia)\b|\bwrong (?:address|town|village|council)\b|"
    r"\b(?:correu|missatge|mail|correo|mensaje|aixo|esto) no (?:es|era|anava|iba) (?:per|per a|para) "
    r"(?:vosaltres|vostes|ustedes|vosotros)\b",
    r"\bva ser (?:un error|sense voler)\b|\bha estat un error\b|\bfue un error\b|\bper error (?:la|vaig)\b",
)
"""They take a request back, or want to come back."""

_MONTHS: Final = one_of(
    """gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre enero febrero marzo
    mayo junio julio agosto septiembre noviembre diciembre estiu hivern verano invierno august summer
    winter"""
)
_NUMBER: Final = one_of("numero num telefon telefono mobil movil number phone")
CHANGE: Final = any_of(
    r"\b(?:canvi(?:o|at|ar|eu|em)?|cambi(?:o|ado|ar|amos|en)?|chang\w{1,3}|actualitz\w{1,5}|actualiz\w{1,4}|"
    r"substitu\w{1,5}|"
    rf"sustitu\w{{1,4}}|modific\w{{1,5}}){CLITIC}"
    rf"(?: (?:de|del|el|la|mi|meu|meva|nostre|seu|vostre|les|els|d'|mon|my|dades|datos|"
    rf"of)){{0,4}} ?{_NUMBER}\b",
    rf"\b(?:nou|nuevo|new|nouveau) {_NUMBER}\b|\b{_NUMBER} (?:nou|nuevo)\b",
    r"\b(?:en lloc|en comptes|en vez) (?:de|del|d')[^.;:!?]{0,30}?(?:numero|telefon|mobil|movil|antic|"
    r"vell|viejo|\d{3}|baixa|baja|donar-me|darme|treure|sortir)",
)
"""A change of number."""

_A_NUMBER: Final = r"(?:\+\d{2} ?)?\d(?:[ .-]?\d){8}\b"
NEW_NUMBER: Final = any_of(
    r"\b(?:pon\w{1,5}|pos\w{1,3}|afegi\w{1,2}|anad\w{1,3})(?:-hi)? (?:en su lugar|al seu lloc|en lloc seu|"
    r"en su sitio|a canvi)\b",
    rf"\b(?:el|la) (?:bo|bona|bueno|correcte|nou|nuevo|actual|d'ara|de ahora|vigent|que (?:tinc|faig servir|"
    rf"uso|utilitzo|tengo) "
    rf"(?:ara|ahora)|que val|que vale|que funciona|que ha de (?:quedar|continuar|constar))(?: (?:ara|"
    rf"ahora))?,? (?:es |sera |seria )?(?:el |aquest:? ?|este:? ?)?{_A_NUMBER}",
    r"\b(?<!no )(?<!no m')(?<!no em )(?<!no me )(?<!no us )(?<! d')(?<! de )(?:(?:envi|mand)(?:eu|in|en|ad|"
    r"ar)|passeu|pasen|pasad|"
    r"traspass(?:eu|ar|in|i)|traspas(?:en|ad|ar)|avis(?:eu|in|en|ad)|fe[ur] arribar|pose[mu]|poseu|pongan|"
    r"(?:i|y|,) que (?:m'|em |me |ens |nos )(?:arrib|lleg|envi)\w{1,4}|(?:vull|volem|voldria|quiero|"
    r"queremos|quisiera) (?:rebre|recibir)|"
    r"send|move|switch|transfer|use)(?:-?(?:me|nos|m'ho|lo|les?|los|ho|los))?\b "
    r"(?:me |us )?(?:tot |todo |ho |everything |them |it |els (?:avisos|missatges) |los (?:avisos|"
    r"mensajes) |my messages )?"
    r"(?:al?|pel|cap al?|en el|to|on)? ?(?:el |la |my )?(?:meu |mi |nou |nuevo |new )?"
    rf"(?:numero |mobil |movil |telefon |telefono |number |phone )?{_A_NUMBER}",
    rf"\b(?:d'ara endavant|a partir d'ara|de ahora en adelante|from now on)\b[^.;!?]{{0,20}}{_A_NUMBER}",
    rf"{_A_NUMBER}[^.;!?\d\n]{{0,12}}\b(?:d'ara endavant|a partir d'ara|de ahora en adelante|from now on|"
    rf"instead)\b",
    rf"\b(?:meu|meva|mio|mi) (?:numero |mobil |movil |telefon |telefono )?(?:particular|personal|de casa|"
    rf"d'ara|actual|bo|privat|privado) (?:ara )?es (?:el )?{_A_NUMBER}",
    rf"\b(?:per (?:a )?(?:parlar|contactar|trucar|localitzar)|para (?:hablar|contactar|llamar)|to (?:ring|"
    rf"call|reach))\w{{0,3}}"
    rf"(?: (?:amb|con))?(?: (?:mi|me|nosaltres|nosotros|us))?[ :,]{{1,3}}(?:al |el |a )?{_A_NUMBER}",
    rf"\b(?:li|m'|em|me|le) ?(?:han|ha) (?:donat|dado|posat|puesto) (?:un )?(?:altre|nou|otro|nuevo) "
    rf"(?:numero|mobil|telefon|movil|telefono),? (?:que es )?(?:el )?{_A_NUMBER}",
    r"\b(?:avis|envi|escri|contact)\w{1,4}-(?:me|nos) (?:en|a) aquest\b(?! (?:mateix )?(?:correu|"
    r"e-?mail|compte))",
    rf"{_A_NUMBER}[ ,.;]{{0,3}}(?:i |y |and )?(?:aquest|en este|en aquest|este|this one)(?: es el que|"
    rf" numero)? (?:si\b|hi |quiero|vull|ha de)",
)
"""A number that is given as the one to write to or to ring from now on, not as the one to take off."""

_OWN: Final = (
    r"(?:ajunt|ayunt|mairie|town|council|village|whats|wh?as|wat|wpp|guas|ayto|ajt|aquel|es[ea]\b|cop\b|"
    r"vegada|llist|list|grup|group|difu|diffu|broad|vostr|vuestr|"
    r"vosaltres|vostes|ustedes|vosotros|pobl|pueblo|municip|nostrepoble|servei|servic|canal|inform|text|"
    r"aquest|este|esta|"
    r"cap\b|ningu|part\b|moment|ara\b|avui|tot|tipus|tipo|mobil|movil|telefon|seu|su\b|sus\b|res\b|mena|the|"
    r"your|you|this|forma|manera|mes\b|mas\b|consistori|corporacio|alcald|casa de la vila)"
)
_SENT: Final = (
    r"(?:missatg\w{1,3}|mensaj\w{1,3}|avisos|messages?|alertes|alertas|notificacion\w{0,2}|"
    r"notificacions|whats?s?ap+s|wh?as+ap+s|g?uas+ap+s|"
    r"noticies|noticias|news|informacio|informacion|coses|cosas|ones)"
)
PART: Final = any_of(
    # what they are about
    rf"\b{_SENT}(?: (?:del|de l'|de la) ?(?:ajuntament|ayuntamiento|{WHATSAPP}|llista|lista))? "
    rf"(?:del?|dels|d'|sobre|about|relacionats amb|relacionados con|referents als?|on|que parl\w{{1,3}} de) ?"
    rf"(?:els? |las? |les |los? |l'|en |una? )?(?!{_OWN}|{WHATSAPP})[a-z]{{3}}",
    r"\b(?:deix\w{1,4}|dej\w{1,4}|par\w{1,3}|stop|no (?:m'|me |em |ens |nos ))\S{0,3} ?(?:de |d')?(?:envi|"
    r"mand|send)\w{1,6}(?:-\w{1,3})? "
    r"(?:l'|la |el |les |els |los |las )?(?:agenda|propaganda|publicitat|publicidad|festes|fiestas|actes|"
    r"actos|futbol|esports|"
    r"deportes|politica|cartells|carteles|fotos|videos|programes|concerts|cursos|activitats)\b",
    # how, in what tongue, how many, at what hour
    rf"\b{_SENT}(?: (?:del|de l'|pel|per) ?\w{{4,12}})? (?:tan |massa |demasiado |so |too )?(?:llargs?|"
    rf"largos?|repeti\w{{1,3}}|duplica\w{{1,3}}|"
    rf"seguits|long|repeated|double|politics?|publicitaris|comercials|comerciales|en (?:castella|catala|"
    rf"castellano|catalan|espanyol|espanol|angles|frances)|in (?:spanish|catalan))\b",
    rf"\b{_SENT}\b[^.;:,!?]{{0,40}} (?:abans|despres|a partir|antes|despues) (?:de |d')(?:les|las|la una|"
    rf"\d)|\b(?:before|after) \d",
    rf"\b{_SENT}\b[^.;:,!?]{{0,40}} (?:els|los|on|al|a l'|a la|en|durant (?:el|l')|in) ?(?:diumenges?|"
    rf"dissabtes?|domingos?|sabados?|"
    rf"sundays?|saturdays?|festius|festivos|mati|migdia|matinada|madrugada|siesta|{_MONTHS})\b",
    r"\b(?:de|en) (?:la |una )?(?:part|seccio|apartat|seccion|apartado) (?:de|d')",
    r"\b(?:d'aquesta|de esta|de ese|d'aquest|de este) (?:mena|classe|tipus|tipo|clase) (?:de|d')",
)
"""A part of the messages, a way or a time of sending them: no leave of the list, but another list."""

CORRECTION: Final = any_of(
    r"\b(?:corregi\w{1,4}|corregeix\w{0,3}|correccio\w{0,2}|correccion\w{0,2}|rectific\w{1,6}|"
    r"esmen(?!ta)\w{1,5}|mal escrit|mal escrito|esta malament|esta mal)\b"
)
MAYBE: Final = any_of(
    r"\b(?:estic pensant|estem pensant|m'estic plantejant|em plantejo|ens plantegem|me planteo|"
    r"estoy pensando|potser(?! (?:ja us ho (?:ha|va|han)|m'equivoco))|quizas?|tal vez)\b",
    r"\b(?:tal vegada|no se (?:pas )?si(?! (?:surt|sortira|sale|saldra|m'(?:explico|he explicat|enten)|me "
    r"explico|"
    r"aixo (?:ho )?(?:escriu|surt|arrib|es)|es (?:aqui|aquesta|aquest|el lloc|la adreca|l'adreca|este|"
    r"esta)|us (?:arrib|lleg)|os lleg|les lleg|"
    r"(?:ho|lo) (?:faig|he fet|estic fent|escric|hago|he hecho|estoy haciendo|poso|he posat)|ha quedat|queda|"
    r"es (?:veu|entendr|enten)|se (?:ve|entiende|entender))\w{0,3}\b)|no sabem si|no se sap|dubto|dudo si|"
    r"encara no ho|encara no he|todavia no lo|todavia no he|aun no lo)\b",
    r"\b(?:m'ho estic pensant|ho estic rumiant|m'ho rumio|abans de (?:donar|decidir|fer)|antes de (?:dar|"
    r"decidir)\w{0,3}|podria ser que)\b",
    r"\b(?:probablement|segurament|m'agradaria saber|voldria saber|(?<!perque )volia saber|(?<!\bno "
    r")(?<!\bno en )vull saber|queria saber|quisiera saber|me gustaria saber)\b",
    r"\b(?<!fa )(?<!fer )(?<!faig )(?<!fem )(?<!hace )(?<!hago )(?<!hacemos )(?<!fer-vos )(?<!fer-los )"
    r"(?<!fer-li )(?<!hacerles )saber (?:si|com|que|como)\b|"
    r"\binformacio sobre\b|\binformacion sobre\b",
    r"\b(?:thinking of|considering|maybe|i would like to know|peut-etre|"
    r"(?:voudrais|souhaite|souhaiterais|aimerais) savoir)\b",
    r"\binformar(?:-(?:me|nos)|me|nos)? (?:sobre|de|del)\b",
    r"\b(?:em donare|ens donarem|me dare|nos daremos) de (?:baixa|baja)\b",
    r"\b(?:demanar(?:e|em)|sol.?licitar(?:e|em)|pedir(?:e|emos)|solicitar(?:e|emos))\b[^.;]{0,25}"
    r"\b(?:baixa|baja)\b",
)
"""They have not decided, or want to know."""

HOW: Final = any_of(
    r"\b(?:com|como|comment|how|on|donde|ou|where|quan|cuando|quin|quina|quins|quines|cual|que|quoi|what|"
    r"per que|por que|why|cal|"
    r"fa falta|s'ha|s'han|hay que|es pot|se puede|puc|puedo|podem|podemos|can i|tinc que|tengo que|he de|"
    r"hem de|hauria|deuria|is it|"
    r"dois-je|faut-il|qui|quien|ja estic|ya estoy|m'heu|m'han|me han|ens heu|heu|esta fet|si em dono|"
    r"si me doy)\b"
)
"""How a question that asks for information begins."""

POLITE: Final = any_of(
    r"\b(?:podeu|podrieu|podries|pots|pot|podria|podrien|poden|podeis|pueden|puede|podrian|podriais|puedes|"
    r"(?:lo|la|los|las|el|els|les|nos) (?:quitais|borrais|sacais|dais|eliminais|traieu|treieu|esborreu|"
    r"elimineu|doneu|treus|esborres|quitas|borras)|"
    r"pouvez|pourriez|peux|voulez-vous|voudriez|auriez-vous|(?:serait|est)-il possible|est-ce possible|could|"
    r"can you|would you|em doneu|me dan|me dais|em dones|em dona|em traieu|em treus|em treieu|m'esborreu|"
    r"ens doneu|seria possible|"
    r"es possible|seria posible|would it be possible|em desapunteu|ens desapunteu|ens traieu|ens treieu|"
    r"ens esborreu|me sacan|me borrais|me quitais|serian tan|seria tan|us importaria|os importaria|"
    r"les importaria|may i|us fa res|serieu|sou tan|fareu|feu|em feu|faries|voleu|vols|voldrieu|em voldrien|"
    r"me querrian|me quisieran|"
    r"li fa res|tendria[ns]?|tindri\w{1,3}|hi ha (?:cap )?manera que (?:em|m'|ens)|em borreu|far(?:ia|"
    r"ieu|ien)|haria[ns]?|hariais|me borran|me quitan|m'elimineu|em suprimiu|"
    r"(?:donar|traur|treur|esborrar|eliminar|desapuntar|suprimir)(?:ieu|ien)|"
    r"(?:dar|quitar|borrar|sacar)(?:ian|iais))\b"
)
"""How a request dressed as a question begins."""

ASKING_IF: Final = any_of(
    r"(?:^|[,.!] )que (?:em |ens |me |nos )(?:podeu|pots|podrieu|podries|podria|puedes|podeis|pueden|puede) "
    r"(?!dir|explic|decir|recoman|aconsell|ofer|cont)",
    r"\b(?:volia|voldria|voliem|voldriem|vull|queria|quisiera|queriamos|m'agradaria|me gustaria) "
    r"(?:saber|preguntar|preguntar-vos|preguntarles|demanar|demanar-vos) si (?:us plau |por favor )?"
    r"(?:em |me |ens |nos |la |el |lo |li )?"
    r"(?:podeu|podieu|podrieu|podeis|podriais|podian|podrian|pueden|poden|podrien|"
    r"(?:es|seria|fora) (?:possible|posible))\b(?![^.!?]{0,80}\b(?:quan|com|cuando|como|puc|puedo)\b)",
)
"""The longest way to ask for a deed: "volia saber si em podeu donar de baixa"."""

TELL: Final = any_of(
    r"\b(?:dir|dir-me|dir-nos|dieu|digueu\w{0,3}|explic\w{1,5}|inform(?!acio|ation|atiu)\w{1,6}|"
    r"indic\w{1,6}|aclar\w{1,5}|decir\w{0,3}|decidme|"
    r"digan\w{0,2}|tell|dire|saber|comprov\w{1,3}|mirar|consultar)\b"
)
"""Verbs that ask for an answer, not for a deed."""

_MONTH: Final = one_of(
    """gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre
    enero febrero marzo mayo junio julio agosto septiembre noviembre diciembre"""
)
_DAY: Final = one_of(
    """dilluns dimarts dimecres dijous divendres dissabte diumenge lunes martes miercoles jueves viernes
    sabado domingo monday tuesday wednesday thursday friday saturday sunday"""
)
_SEASON: Final = one_of(
    """estiu tardor hivern primavera nadal reis reyes verano otono invierno navidad spring summer autumn
    winter christmas easter festes fiestas vacances vacaciones temporada season"""
)
_SUBJECT: Final = (
    r"(?:no |ja |ya |em |ens |es |hi |ho |la |el |els |les |jo |en |me |nos |se |yo |lo |s'|m'|n'|l'){0,3}"
)
_NOT_YOURS: Final = (
    r"(?!pugu|us\b|(?:vagi|vinguin?|vaya|venga) be\b|estigui fe|sigui fe|vulgu|conving|sigui poss|calgu|"
    r"vegi|tinguis|tinguin|facin|rebi|llegi|hagin)"
)
FUTURE: Final = any_of(
    # what has not come yet, of which the town hall is not the subject: "quan passi el fred"
    rf"\b(?:quan(?! hi hagi (?:alg|res|un))|un cop|una vegada|tan bon punt|aixi que|"
    rf"despres que) {_SUBJECT}{_NOT_YOURS}"
    r"\w{2,8}(?:(?<=[a-z]{3})i|in|guem|gim|guim)\b(?<!aqui)(?<!ahi)",
    r"\b(?:un cop|una vegada|en) (?:passa|acaba|venu|arriba|tanca|marxa|comenca)(?:da|t|r)s? (?:l'|el |la |"
    r"els |les |aquest)",
    rf"\b(?:cuando(?! tenga(?:n|is)? (?:un|tiempo))|en cuanto|una vez(?: que)?|tan pronto como|"
    rf"despues de que) {_SUBJECT}"
    r"(?:llegue|pase|acabe|termine|haya|hayamos|tenga|tengamos|vuelva|sea|seamos|empiece|venga|vaya|vendamos|"
    r"cierre|mude|jubile|cumpla|abra|deje|cambie|marche|salga|nieve)(?:mos|n)?\b",
    r"\bonce (?!you\b|done\b|and for|more\b|again\b|in a)|\bas soon as (?!you\b|possible)",
    r"\bwhen (?:(?:i|we|he|she|they) (?:have|'ve|move|leave|go|retire|sell|return|come back|get back|am back|"
    r"are back)\b|(?:the|my|our|it) (?:\w{2,12} ){0,3}(?:ends|is over|finish\w{0,2}|comes|starts|arrives|"
    r"is sold|melts)\b)",
    r"\b(?:list|group|off|whatsapp|me|us) at the (?:end|start|beginning) of\b|\bnot before\b|\bno (?:abans|"
    r"antes)\b(?!,? (?:perque|por))",
    rf"\b(?:el|al?|per al?) {_DAY}(?:,? dia)? ?\d{{1,2}}\b",
    r"\b(?:mentrestant|entretanto|mientras tanto|meanwhile|in the meantime|en attendant)\b",
    r"\b(?:i|y) (?:despres|despues|llavors|aleshores|entonces) (?:ja |ya )?(?:ho |lo |em |me |m'|ens |nos )?"
    r"(?:feu|fareu|fem|hac\w{2,4}|hag\w{2,3}|doneu|den|tre[iu]\w{0,3}|tra[gi]\w{2,3}|esborr\w{1,3}|"
    r"quit\w{1,3}|borr\w{1,3}|tramit\w{1,3})\b",
    r"\bno (?:em |ens |me |nos )?(?:cal|fa falta|hace falta|corre pressa|corre prisa) que (?:sigui|sea|"
    r"ho feu|lo hag\w{2,3}|es faci|se haga) (?:ara|ahora|encara|ya|ja)\b",
    r"\ba partir (?:del|de l'|de la|de|d')(?! ?(?:ara|avui|aquest|aquesta|ja\b|hoy|este|esta|ahora|aquell|"
    r"la data|la fecha|la present|moment|rebre|recibir))",
    r"\b(?:mes|any|setmana|ano|semana|estiu|hivern|dilluns|divendres|trimestre) (?:que ve|que viene|vinent|"
    r"proper|propera|proximo|proxima|entrant)\b",
    r"\b(?:proper|propera|vinent|proximo|proxima) (?:mes|any|setmana|dilluns|dimarts|dimecres|dijous|"
    r"divendres|dissabte|diumenge|dia|estiu|hivern|ano|semana|lunes|martes|miercoles|jueves|viernes|\d)",
    r"\b(?:a|fins a|hasta|des de|desde) (?:finals?|primers|principis?|mitjans|mediados|principios|"
    r"ultims) (?:de |d')",
    r"\bd'aqui a\b(?! [\w' ]{2,16} (?:marx|torn|pleg|ens n'an|baix)(?:em|o|arem|are)\b)|"
    r"\bd'aci a\b|\bdentro de \w{1,10} (?:dias|semanas|meses)|\bmes endavant\b|\bmas adelante\b",
    r"\b(?:efectes|efectos|efectiva|efectivitat) (?:de |del |des del? |desde el? |a |a partir )?(?:l'|el |"
    r"dia |del )?\d",
    r"\bquan (?:vengui|venguem|marxi|marxem|acabi|s'acabi|hagi(?!u)|hagim|tingui(?![sn]? (?:un (?:moment|"
    r"minut)|temps))|"
    r"tinguem|torni|em mori|deixi|faci|arribi|la vengui|"
    r"el vengui|(?:la |el |em |jo )(?!carretera|pista|neu\b|llum\b|aigua\b|pont\b|collada|vagi be\b|tinc|"
    r"tenim|vaig|va |vam|miro|deixo|sona|baixo|pujo|vinc|"
    r"arriba|rebo|dorm|despert))",
    r"\bcuando (?:venda|vendamos|acabe|termine|me |deje|haya|nos|se )",
    r"\b(?:aleshores|llavors|entonces)[.!]?$",
    r"\b(?:despres|despues|passat|pasado|passades|pasadas|passada|pasada|acabada|acabat) (?:de )?(?:el |la |"
    r"l'|les |las |los )?(?:reis|festa|fiesta|reyes|nadal|navidad|"
    rf"setmana santa|semana santa|festes|fiestas|estiu|verano|hivern|invierno|vacances|vacaciones|temporada|"
    rf"\d|{_MONTH})",
    r"\b(?:el dia|el moment|el momento) que (?!us\b|os\b|vaig|vau|vam|va\b|em vaig|me\b|es va|hem|"
    r"he\b)\w{2,12}(?:i|in|im|e|en|a|an)\b"
    r"(?! (?:vaig|va|van))|\btan bon punt\b[^.;!?]{0,60}\b(?:hagi|hagim|estigui|tingueu|tingui|sigui)\b",
    r"\bfins que no\b|\bhasta que no\b|\bfrom (?:next|the (?:first|end|\d)|january|december)|"
    r"\bnext (?:month|week|year)|\ba compter du\b|\ble mois prochain",
    rf"\b(?:el|l'|dia|del) ?\d{{1,2}} (?:de |d'){_MONTH}(?= (?:em|me|vull|quiero|doneu|den|feu|deix))",
)
"""A time to come."""

_DATED: Final = any_of(
    rf"\b(?:list|group|off|baixa|baja|llista|lista|grup|grupo|whatsapps?|ajuntament|ayuntamiento),? (?:el|"
    rf"al?|per(?: al?)?|pel|para|en|a partir del?|on|in|from|by|de cara al?|fins al?|until|hasta|cap al?) "
    rf"(?:l'|el |la |les |els )?"
    rf"(?:dia \d|\d{{1,2}} (?:de |d'|of )?{_MONTH}|(?:proper |proxim |next )?{_DAY}|{_MONTH}|{_SEASON}|"
    rf"january|february|march|april|may|june|july|august|september|october|november|december)\b",
)
"""A day, a month or a season right after what is to be left."""
_TOLD: Final = re.compile(
    r"\b(?:vaig|vam|vareig|varem|(?:he|hem|ja|ya) (?:vaig )?demana\w{1,2}|pedi|pedimos|solicite|solicitamos|"
    r"envie|asked|sent|wrote)\b"
)


@lru_cache(maxsize=16)
def is_later(sentence: str) -> bool:
    """Whether a sentence speaks of a time to come; the day on which somebody asked before is none.

    Each wish of the sentence asks.
    """
    dated = _DATED.search(sentence)
    return bool(FUTURE.search(sentence) or (dated and not _TOLD.search(sentence[: dated.start()])))


GRATITUDE: Final = any_of(
    r"\b(?:gracies|merces|merci|gracias|agrair|agraeixo|agraim|agradezco|thanks|thank you|perfecte|perfecto|"
    r"d'acord|de acuerdo|entesos|molt be|genial|ok|felicitats|rebut)\b"
)
STILL: Final = any_of(
    rf"\b(?:encara|aun|todavia|segueixo|seguim|segueixen|continuo|continuem|continuen|sigo|seguimos|"
    rf"siguen)\b{SHORT_STEP} "
    r"(?:rep|reb\w{1,4}|recib\w{1,5}|arrib\w{1,4}|lleg\w{1,4}|envi\w{1,5})\b",
    r"\bstill (?:gets?|receiv\w{1,3}|arriv\w{1,3}|com\w{1,3})\b",
    r"\b(?:recoit|recevons|recois|arrivent) (?:encore|toujours)\b",
)
"""Messages still come though they asked before."""

DEAD: Final = any_of(
    r"\b(?:va morir|ha mort|es mort|es morta|mort de|difunt\w{0,2}|va faltar|ens (?:ha deixat|va deixar)|"
    r"traspass\w{0,3}|murio|ha muerto|fallec\w{1,6}|defuncio|defuncion|decede\w?|est mort|died|passed away)\b"
)
"""Somebody has died."""

PAST: Final = re.compile(
    r"\b(?:vaig|va|van|vam|vas|vau|vareu|varen|varem|em va|he|hem|ha|han|havia|quan|cuando|un dia|"
    r"alguna vegada)[ '](?:[\w'-]{1,12} ){0,3}$"
)
"""Before a verb: it is told of the past."""
