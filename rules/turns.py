"""What turns a wish into something else: refusing, taking back, asking, hesitating, setting terms.

The same rules as for `phrases`: folded text, one sentence at a time, linear time.
"""

import re
from typing import Final

from rules.lists import WHATSAPP
from rules.phrases import BAIXA, CLITIC, GIVE, SHORT_STEP, any_of, one_of

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
    deixar dejar perdre perder esborr\w{1,5} elimin\w{1,5} tra[gi]\w{1,4} tre[iguv]\w{0,4} quit\w{1,4}
    borr\w{1,4}
    (?:sortir|salir)(?!\s(?:de|a|per|por|amb|con)\s(?:casa|carrer|calle|cotxe|coche|nit|noche)\b)
    sort(?:im|iu|in|o)\b desapunt\w{1,5}
    """
)
_TAKEN_OFF: Final = one_of(
    "donat donada tret treta esborrat esborrada eliminat eliminada dado quitado borrado sacado"
)

REFUSAL: Final = any_of(
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
    r"\bne me (?:supprimez|retirez|enlevez|desinscri\w{1,5})\b",
    r"\bne (?:veux|souhaite|desire|voudrais) (?:pas )?(?:me |m'|etre )?(?:desinscri\w{1,3}|quitter|"
    r"retire[er]?|desabonn\w{1,3}|supprime[er]?|radie[er]?)\b",
    rf"\b(?:{WHATSAPP}|llista|lista|grup|grupo|avisos|missatges|mensajes) (?:pero )?si (?:que )?(?:(?:el|la|"
    rf"els|les|lo|los|me) )?"
    r"(?:vull|volem|voldria|quiero|queremos|m'interess|me interes)",
    r"\b(?<!tampoc )(?<!tampoco )(?<!ni )(?:vull|volem|quiero|queremos|voldria|prefereixo) "
    r"(?!seguir-?[hl]o\b)(?:seguir|"
    r"continuar|quedar|quedarme|quedar-me|"
    r"mantenir|mantener)\w{0,3}\b",
)
"""They do not want to leave, or complain that they were taken off."""

TAKE_BACK: Final = any_of(
    r"\b(?:al final|finalment|finalmente|de moment|pensant-ho be|ben pensat) "
    r"(?:no\b(?! (?:(?:em|me|m'|ens|nos) ?(?:va|fa|cal|interess|agrad|serv|convenc|compens|surt|trob)|"
    r"cal que (?:m'|em |ens )?envi|(?:en |els )?(?:vull|volem) (?:rebre|mes|cap)|m'envi))|"
    r"em quedo|me quedo|ens quedem|prefer\w{1,6}|seguir\w{0,3}|continuar\w{0,3})",
    r"\b(?:em quedo|me quedo|ens quedem|nos quedamos)(?=[.,;!)]|$| (?:aqui|apuntad\w|doncs|pues|com estic|"
    r"como estoy|"
    r"a la llista|al (?:grup|canal|whats\w{0,4}|servei)|en (?:la lista|el (?:grupo|canal))|amb vosaltres)\b)",
    r"\bm'ho he repensat\b|\bens ho hem repensat\b|\b(?:he|hem) canviat d'(?:opinio|idea|parer)\b(?! "
    r"(?:sobre|"
    r"amb|del?|respecte) [^.]{0,20}(?:consentiment|autoritzacio))",
    r"\bme he arrepentido\b|\b(?:he|hemos) cambiado de (?:opinion|idea|parecer)\b(?! (?:sobre|con|del?|"
    r"respecto) "
    r"[^.]{0,20}(?:consentimiento|autorizacion))|\bme lo he pensado mejor\b",
    r"\bm'he penedit\b|\bm'en penedeixo\b|\bme'n penedeixo\b|\bme'n desdic\b",
    rf"\b(?:anul.?l?|cancel.?l?|desestim|retir|atur|revoc)\w{{0,5}}{CLITIC}(?: [\w'·-]{{1,24}}){{0,3}}? "
    rf"(?:{BAIXA}|peticio|peticion|sol.?licitud|solicitud)\b",
    rf"\b(?:ajorn|aplac|pospos|aplaz|pospon)\w{{1,4}}{CLITIC}(?: [\w'·-]{{1,24}}){{0,3}}? "
    rf"(?:{BAIXA}|peticio|peticion|sol.?licitud|solicitud)\b",
    rf"\b(?:ignor|obvi|oblid|olvid|desestim)\w{{1,6}}{CLITIC}(?: [\w'·-]{{1,24}}){{0,3}}? "
    rf"(?:{BAIXA}|peticio|peticion|sol.?licitud|solicitud|correu|correo|mail|missatge|mensaje)\b",
    rf"\bdeix\w{{1,5}}{CLITIC} (?:estar|correr|perdre|de banda)(?: [\w'·-]{{1,24}}){{0,2}}? "
    rf"(?:{BAIXA}|peticio|correu|ho)\b",
    r"\bno (?:en )?(?:feu|fagueu|feis|tingueu|tengais|tengan|hagan|hagais) (?:cas|en compte|en cuenta|"
    r"caso)\b",
    r"\bdeixeu-ho\b|\bdeixa-ho\b|\bdejadlo\b|\bdejenlo\b",
    r"(?<!\bsi )\bno (?:la|ho|lo|em|me) (?:tramit\w{1,4}|feu|fagueu|processeu|hagan|hagais|doneu|den|"
    r"esborreu|tragueu|"
    r"borreis)\b",
    # … not "torno a posar el DNI", nor "ja em tornaré a apuntar" one day
    rf"\b(?:torn(?:eu|ar|i|in)|volver|vuelvan|volved){CLITIC} a (?:posar|apuntar|donar|afegir|incloure|dar|"
    rf"incluir|entrar|ser)\w{{0,4}}\b",
    r"\btorno a (?:apuntar|incloure|entrar)\w{0,4}\b",
    rf"\b(?:sense efecte|sin efecto) (?:la |el |mi )?(?:meva )?(?:{BAIXA}|peticio|peticion|sol.?licitud|"
    rf"solicitud|correu)\b",
    r"\bva ser (?:un error|sense voler)\b|\bha estat un error\b|\bfue un error\b|\bper error (?:la|vaig)\b",
)
"""They take a request back, or want to come back."""

_NUMBER: Final = one_of("numero num telefon telefono mobil movil number phone")
CHANGE: Final = any_of(
    r"\b(?:canvi(?:o|at|ar|eu|em)?|cambi(?:o|ado|ar|amos|en)?|chang\w{1,3}|actualitz\w{1,5}|actualiz\w{1,4}|"
    r"substitu\w{1,5}|"
    rf"sustitu\w{{1,4}}|modific\w{{1,5}}){CLITIC}"
    rf"(?: (?:de|del|el|la|mi|meu|meva|nostre|seu|vostre|les|els|d'|mon|my|dades|datos|"
    rf"of)){{0,4}} ?{_NUMBER}\b",
    rf"\b(?:nou|nuevo|new|nouveau) {_NUMBER}\b|\b{_NUMBER} (?:nou|nuevo)\b",
    r"\b(?:en lloc|en comptes|en vez) (?:de|del|d')",
)
"""A change of number."""

CORRECTION: Final = any_of(
    r"\b(?:corregi\w{1,4}|corregeix\w{0,3}|correccio\w{0,2}|correccion\w{0,2}|rectific\w{1,6}|"
    r"esmen(?!ta)\w{1,5}|"
    r"mal escrit|mal escrito|"
    r"esta malament|esta mal)\b"
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
    r"encara no ho|encara no he|todavia no lo|"
    r"todavia no he|aun no lo)\b",
    r"\b(?:m'ho estic pensant|ho estic rumiant|m'ho rumio|abans de (?:donar|decidir|fer)|antes de (?:dar|"
    r"decidir)\w{0,3}|podria ser que)\b",
    r"\b(?:probablement|segurament|m'agradaria saber|voldria saber|(?<!perque )volia saber|(?<!\bno "
    r")vull saber|"
    r"queria saber|"
    r"quisiera saber|me gustaria saber)\b",
    r"(?<!faig )(?<!fem )(?<!hago )(?<!hacemos )(?<!fer-vos )(?<!fer-los )(?<!fer-li )(?<!hacerles )"
    r"\bsaber (?:si|com|que|como)\b|\binformacio sobre\b|\binformacion sobre\b",
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
    r"elimineu|"
    r"doneu|treus|esborres|quitas|borras)|"
    r"pouvez|pourriez|peux|voulez-vous|voudriez|auriez-vous|(?:serait|est)-il possible|est-ce possible|could|"
    r"can you|would you|em doneu|me dan|me dais|em dones|em dona|em traieu|em treus|em treieu|m'esborreu|"
    r"ens doneu|seria possible|"
    r"es possible|seria posible|would it be possible|em desapunteu|ens desapunteu|ens traieu|ens treieu|"
    r"ens esborreu|me sacan|"
    r"me borrais|me quitais|serian tan|seria tan|us importaria|os importaria|"
    r"les importaria|may i|us fa res|serieu|sou tan|farieu|fareu|feu|"
    r"em feu|faries|voleu|vols|voldrieu|"
    r"li fa res|em borreu|"
    r"me borran|me quitan|m'elimineu|em suprimiu|"
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
    r"indic\w{1,6}|aclar\w{1,5}|"
    r"decir\w{0,3}|decidme|"
    r"digan\w{0,2}|tell|dire|saber|comprov\w{1,3}|mirar|consultar)\b"
)
"""Verbs that ask for an answer, not for a deed."""

_MONTH: Final = one_of(
    """gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre
    enero febrero marzo mayo junio julio agosto septiembre noviembre diciembre"""
)
FUTURE: Final = any_of(
    r"\ba partir (?:del|de l'|de la|de|d')(?! ?(?:ara|avui|aquest|aquesta|ja\b|hoy|este|esta|ahora|aquell|"
    r"la data|la fecha|la present|"
    r"moment|rebre|recibir))",
    r"\b(?:mes|any|setmana|ano|semana|estiu|hivern|dilluns|divendres|trimestre) (?:que ve|que viene|vinent|"
    r"proper|propera|proximo|"
    r"proxima|entrant)\b",
    r"\b(?:proper|propera|vinent|proximo|proxima) (?:mes|any|setmana|dilluns|dimarts|dimecres|dijous|"
    r"divendres|dissabte|diumenge|dia|"
    r"estiu|hivern|ano|semana|lunes|martes|miercoles|jueves|viernes|\d)",
    r"\b(?:a|fins a|hasta|des de|desde) (?:finals?|primers|principis?|mitjans|mediados|principios|"
    r"ultims) (?:de |d')",
    r"\bd'aqui a\b|\bd'aci a\b|\bdentro de \w{1,10} (?:dias|semanas|meses)|\bmes endavant\b|\bmas adelante\b",
    r"\b(?:efectes|efectos|efectiva|efectivitat) (?:de |del |des del? |desde el? |a |a partir )?(?:l'|el |"
    r"dia |del )?\d",
    r"\bquan (?:vengui|venguem|marxi|marxem|acabi|s'acabi|hagi|hagim|tingui|tinguem|torni|em mori|deixi|faci|"
    r"arribi|la vengui|"
    r"el vengui|(?:la |el |em |jo )(?!tinc|tenim|vaig|va |vam|miro|deixo|sona|baixo|pujo|vinc|arriba|"
    r"rebo|dorm|despert))",
    r"\bcuando (?:venda|vendamos|acabe|termine|me |deje|haya|nos|se )",
    r"\b(?:aleshores|llavors|entonces)[.!]?$",
    r"\b(?:despres|despues|passat|pasado|passades|pasadas) (?:de )?(?:el |la |l'|les |las |los )?(?:reis|"
    r"reyes|nadal|navidad|"
    rf"setmana santa|semana santa|festes|fiestas|estiu|verano|hivern|invierno|vacances|vacaciones|temporada|"
    rf"\d|{_MONTH})",
    r"\bfins que no\b|\bhasta que no\b|\bfrom (?:next|the (?:first|end|\d)|january|december)|"
    r"\bnext (?:month|week|year)|"
    r"\ba compter du\b|\ble mois prochain",
    rf"\b(?:el|l'|dia|del) ?\d{{1,2}} (?:de |d'){_MONTH}(?= (?:em|me|vull|quiero|doneu|den|feu|deix))",
)
"""A time to come."""

GRATITUDE: Final = any_of(
    r"\b(?:gracies|merces|merci|gracias|agrair|agraeixo|agraim|agradezco|thanks|thank you|perfecte|perfecto|"
    r"d'acord|de acuerdo|entesos|"
    r"molt be|genial|ok|felicitats|rebut)\b"
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
