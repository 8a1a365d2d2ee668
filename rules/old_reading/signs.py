"""Signs of doubt beside a wish to leave, as data: what limits, takes back, puts off, or is somebody else's.

For folded text; `hesitation` says where each of them counts.
"""

import re
from typing import Final

FROM: Final = r"\ba partir d(?!'avui|'ara|'aquest|e ja|e hoy|e ahora|e este)[a-z']*"
_FEAST: Final = (
    r"(?:sant|santa|san|reis|reyes|nadal|navidad|pasqua|pascua|setmana santa|semana santa|tots sants)"
)
SIGNS: Final = (
    (
        r"\b(?:ni|no) se (?:os|us|les|le|vos) (?:ocurr|acud|passi|pase)|"
        r"\bni (?:pensar|parlar|hablar|somiar|sonar)"
    ),
    r"(?:^|[.!?] )(?:no,? )?(?:(?:si us plau|sisplau|per favor|por favor),? )?no(?=[.!]|$)",
    r"\b(?:deixeu|deixin|dejad|dejen|mantingueu|manteniu|conserveu)-?l[oa]s?\b(?! (?:estar|de banda))",
    # terms that stand apart from the request
    (
        r"\bsi (?:continueu|seguiu|heu de (?:continuar|seguir)|no pareu|no deixeu|siguen|seguis|van a seguir|"
        r"no paran|no (?:hi ha|hay) (?:cap |ninguna? )?(?:altra|otra))\b"
    ),
    r"\b(?:depen|depende) (?:de|del)\b",
    r"\b(?:amb|con) (?:la |una )(?:unica |sola )?condicion?\b",
    (
        r"\b(?:anul\S{0,4}(?:eu|ar|o|a|ad[ao]|at|aci\w{0,4})|anule\w{0,2}|cancel\S{0,6}) (?:\S{1,12} ){0,3}"
        r"(?:baixa|baja|peticio|peticion|solicitud|sol\S{0,3}licitud)\b"
    ),
    r"\bonly (?:in|on|at|for|during)\b|\b(?:doesn't|does not) know\b|\bwhatsapp (?:ja )?m'esta be\b",
    r"\bwhatsapp (?:list |group )?is (?:fine|perfect|ok|great)\b",
    (
        r"\binnocents\b|\binocentes\b|\bus ho heu cregut\b|\bos lo habeis creido\b|\b(?:es|era) mentida\b|"
        r"\bes mentira\b"
    ),
    r"\bo (?:arregleu|arreglin|arreglad|arreglen|repareu|reparen)\b",
    r"\b(?:nom|numero|mobil|telefon|nombre|movil|telefono) no, (?:al|el|la|a)\b",
    r"\b(?:em nego|me niego|deixo estar|ho deixem estar|deixar-ho estar|ho deixo|(?<!se )lo dejo)\b",
    r"\b(?:com estava|como estaba)\b",
    r"\b(?<!no hi )(?<!no ho )(?<!no lo )(?:havia pensat|habia pensado)\b",
    (
        r"\b(?:gracies|gracias|merci) (?:per|por) (?:haver-me |haverme |haberme )?"
        r"(?:donar|dar|treure|quitar|donat|dado|tret)"
    ),
    (
        r"\b(?:un|una|uno) (?:sol |sola |solo |mobil |movil |numero |telefon |telefono )?del?s? "
        r"(?:els |les |los |las )?(?:dos|dues)\b"
    ),
    # a sentence of its own that sets a condition, puts off, takes back or jests
    (
        r"\b(?:nomes|solo|unicament) si\b|\b(?:sempre|siempre) que(?! no (?:us|els|vos|les|"
        r"os) (?:sap greu|sembli malament|import|molest|caus|supos|costi|faci res|sigui (?:molest|cap|"
        r"massa)|destorb|incomod|"
        r"sepa mal|suponga)\w{0,4}(?: (?:gaire|cap|massa|molta))?(?: (?:molestia|problema|feina|trasbals|"
        r"inconvenient|nosa))?(?=[.,;!)]|$)) no\b|"
        r"\bonly if\b|\b(?:no de tot|no de todo)\b"
    ),
    (
        r"\b(?:encara|ara|de moment|per ara|millor|aun|todavia|de momento|ahora|mejor) no"
        r"(?: ho (?:feu|tramiteu)| lo hag\w{1,4})?(?=[.!,;]|$)"
    ),
    (
        r"(?:^|[.!?,;\d] )(?:(?:el mes|la setmana|l'any) (?:que ve|vinent)|"
        r"(?:el mes|el ano|la semana) que viene|"
        r"next (?:week|month|year)|(?:quan|cuando) (?:tor|aca|vuel|mar)[\w ]{2,25})(?=[.!;]|$)"
    ),
    (
        r"\b(?<!j')(?:espereu|espera|espereu-vos|esperad|espere|esperen) (?:a )?(?:que|fins)\b|"
        r"\b(?:not yet|please wait|a ce moment-la|pas avant|not before)\b|"
        r"\b(?:ja|ya) (?:us|os|vos) (?:avisar|dir)e\b|\b(?:us ho|os lo) (?:confirmar|dir)e\b"
    ),
    r"\b(?:he|hem|tengo|tenemos) (?:de|que) (?:parlar|pensar|consultar|hablar|comentar)\w{0,3}\b",
    (
        r"\b(?<!no )(?:es|era|en) (?:una )?broma\b|\bera (?:una|nomes una) (?:prova|prueba)\b|"
        r"\b(?:oblideu-(?:ho|vos)|olvid\w{1,2}lo|ho deixem aixi|forget (?:it|about it))\b"
    ),
    (
        r"\b(?:us|os|vos|li|les) (?:va|van|ha|han) (?:demanar|demanat|pedido|sol\S{0,3}licita\w{1,2}) "
        r"(?:la |una )?(?:meva |nostra )?(?:baixa|baja)\b"
    ),
    (
        r"\bno (?:ho |l'|la |lo )?(?:he|hem|vaig|havia|hemos|habia) (?:enviat|fet|escrit|estat|sigut|enviado|"
        r"hecho|escrito|sido|(?:demanat|pedido|sol\S{0,3}licitat|solicitado)"
        r"(?! (?:mai |nunca )?(?:rebre|recibir|estar|ser|entrar|formar|l'alta|el alta|que)\b))"
    ),
    r"\b(?:ningu|nadie) (?:de (?:casa|nosaltres) )?(?:ho |l'|lo |la )?(?:ha|va|n'ha)\b|\bs'ha fet passar\b",
    (
        r"\b(?:de cap manera|de ninguna manera|sota cap concepte|(?<!no es )una broma d\w{1,3})\b|"
        r"[«“\"](?:(?:em|me|doneu|vull) |donar|dar(?:me|se)|treure)|\bno penso donar\b|\bno pienso dar\b"
    ),
    r"\bno se per que (?:he rebut|m'ha arribat) aquest (?:correu|mail)",
    # the number changes, or she comes back with another
    r"\b(?:poseu|afegiu|apunteu|poned|pongan)-?(?:hi|h'hi)\b",
    # a doctor, and so a leave from work
    (
        r"\b(?:foto|justificant|justificante|parte?|full|comunicat) de (?:la )?(?:baixa|baja)\b|"
        r"\b(?:baixa|baja) (?:del|que m'ha (?:fet|donat) (?:el|la)) (?:metge|metgessa|doctor\w?|medico)\b"
    ),
    r"\bdemanar (?:hora|cita|visita)\b|\bpedir (?:hora|cita|visita)\b",
    (
        r"\bno (?:ho|lo) (?:tinc|tenim|tengo|tenemos)(?: gaire| del tot| prou| muy)? claro?\b|"
        r"\b(?:m'ho|me lo) (?:pens\w{1,3}|rumi\w{1,4}|pien\w{1,3})\b"
    ),
    # other tongues: thought again, or later
    (
        r"\b(?:on second thoughts?|forget (?:it|about it)|(?<!to )leave it|laissez tomber|"
        r"finalement,? (?:non|je (?:reste|ne)|nous (?:restons|ne))|never mind|"
        r"(?<!can't )(?<!need to )wait until|only from|"
        r"from (?:january|february|march|april|may|june|july|august|september|october|november|december)|"
        r"until the end|des que (?:je|nous)|a mon depart|a partir du|"
        r"en cuanto (?:me|nos|lo|la|haya|tenga)|cuando (?:termine|acabe)|quan acabi|"
        r"desde el \d|des de l'\d(?![^.;!?]{0,20} (?:no visc|ja no|que no|visc|vivim|soc|som|"
        r"treball\w{1,3}|estic|"
        r"no vivo|vivo|ya no)\b)|efectes? ?:|efectiva? (?:a|el|des)\b|data (?:de la baixa|d'efecte)|"
        r"(?:va a ser|va a ser, pues,) que no|la resposta es no|la respuesta es no|"
        r"(?:es|aixo es|esto es) una (?:prova|prueba)|no (?:li|le|l'hi) (?:feu|hagais|hagan) caso?)\b|"
        r"\((?:el|al|a|en) (?:gener|febrer|marc|abril|maig|juny|juliol|agost|setembre|"
        r"octubre|novembre|desembre)\)"
    ),
    # which of two is left to the reader
    (
        r"\b(?:el|la|els|les) que (?:us|os|vos|et|te|les|li) (?:vagi|sembli|vingui|convingui|sigui|"
        r"vaya|parezca|convenga|venga|vulgu\w{1,3}|va|ve)\b|\b(?:el|la) que (?:vulgueu|volgueu|vulguis|"
        r"preferiu|querais|quieran|prefieran|prefirais)\b|\bwhichever\b|"
        r"\b\d{3} ?o (?:be |bien )?(?:el |la |al |del )?\+?\d|"
        r"\b(?:don|tre|tra|esborr|elimin|quit|borr|de)\w{0,6}-?n[e'] un[a]?\b"
    ),
    # who is to ask for it, he does not know
    (
        r"\bno (?:se|sabem|sabemos) (?:pas )?(?:si|qui|quien) (?:(?:ho|lo|la|el|ell|ella|jo|yo) )?"
        r"(?:ha|han|he|hem|haig|tiene|tienen|tengo|tenemos|puc|podem|puedo|podemos|pot|puede) "
        r"(?:de |d'|que )?(?:demanar|fer|pedir|hacer|sol\S{0,3}licitar|firmar|signar)"
    ),
    # told of as done, or by others; who writes says it was not they
    (
        r"\b(?:ja|ya) no (?:en |los |les |els )?(?:rebo|rebem|recibo|recibimos|m'arrib\w{1,3}|"
        r"me lleg\w{1,3})\b|\b(?:ja|ya) (?:esta|queda) (?:fet|feta|hecho|hecha)\b|\bi esta feta?\b|"
        r"\b(?:ja|ya) (?:em|me|m'|ens|nos) ?(?:va|van|vau|vaig|vam|heu|han|ha|he) ?(?:donar|donat|dar|dado|"
        r"tret|treure)\b(?! de (?:baixa|baja) (?:del?|dels|de la|de l'|de les) (?!llist|whats|grup|"
        r"canal|servei|avis))|\b(?:va|van) (?:enviar|escriure) (?:aixo|aquest)"
    ),
    (
        r"\b(?:nomes|solo) (?:es|era|son) (?:per|para) (?:a )?(?:avisar|comentar|informar|preguntar|que ho "
        r"sapigueu)|\b(?:tenia|teniem|teniamos) (?:pensat|pensado|previst|previsto|intencio|intencion)|"
        r"\b(?:que |pero )(?:potser|quizas?|a lo mejor) no\b|"
        r"\b(?:encara|aun|todavia) no (?:ho )?(?:he|hem|ha|han|hemos) (?:decidi|pensa|parla|habla)|"
        r"\b(?:ja|ya) (?:us|os|vos|se) (?:ho |lo )?(?:dir|escriur|escribir)\w{1,5}|"
        r"\b(?:sense|sin) (?:treure|donar de baixa|esborrar|quitar|dar de baja|borrar|eliminar)\b|"
        r"\b(?:canvi|cambi)\w{0,3} (?:de |el |del? )(?:nom|titular|nombre)\b"
    ),
    # somebody's who has not asked
    (
        r"\b(?:el meu|la meva|mi) (?:vei|veina|vecino|vecina|ex\S{0,10}|llogater\w?|inquilin[oa])\b.{0,400}"
        r"(?:\b(?:elimin|tre[iu]|trai|trag|esborr|don|quit|borr|sac|den|desapunt)\w{0,6}[-']?l[oa]s?\b|"
        r"\b(?:l'|la |el |lo )(?:hauri\w{1,3} de |podri\w{1,3} |heu de |podeu )?(?:tre[iu]|trai|trag|"
        r"esborr|elimin|borr|quit))"
    ),
    (
        r"\bno (?:se lo |li ho |els ho |l'hi |li |l')(?:he|hem|hemos) (?:preguntat|preguntado|dit|dicho|"
        r"consulta)|"
        r"\b(?:li ho|els ho|se lo|l'hi) (?:torn\w{1,5} a |vuelv\w{1,3} a )?(?:pregunt|consult)\w{1,4}\b|"
        r"\b(?:ella|ell|el) no (?:ho )?(?:sap|sabe) (?:que|res|nada)\b|\bi (?:l'endema|ara|avui) "
        r"(?:diu )?que no\b|\by (?:al dia siguiente|ahora|hoy) (?:dice )?que no\b|"
        r"\b(?:crec|creo|em sembla|me parece) que (?:ella|ell|el|la|mi|els|les) (?:meu |meva |meus |seu "
        r")?\w{0,10} ?(?:ja |ya )?no (?:vol|volen|quiere|quieren)\b"
    ),
    r"\b(?:dej|deix)\w{1,4}(?:-?lo|-ho|-ho)? (?:tal )?como? (?:esta|estava|estaba)\b",
    (
        r"\b(?:la|el) (?:vostra|vostre|vuestra|vuestro)(?: (?:en canvi|en cambio|si|tambe|tambien))?,? "
        r"(?:no\b|me la deixeu|deixeu|dejad|la vull|el vull|la quiero|lo quiero|m'interess|em va be)"
    ),
    r"\b(?:no|ni) (?:de |a )?(?:la vostra|la vuestra|el vostre|el vuestro)\b",
    (
        r"\bsi que (?:els |les |la |el |en |ho |los |las |lo |m'|me )?"
        r"(?:vull|volem|voldr|quier|quere|interes)"
        r"(?!\w{0,6} (?:demanar|que em|que m'|que me|que ens|que nos|donar-me|darme|pedir))"
    ),
    r"\bsi hi ha (?:una |cap |alguna )?(?:emergenc|urgenc|incend|aiguat|nevad)",
    # another's, who has not asked
    r"\bno (?:soc|soy) (?:pas )?(?:jo|yo) (?:qui|quien|el|la)\b",
    r"\bes (?:per a?|para) una? (?:amic|amiga|amigo|conegu|conocid|vei|vecin|company|companer)",
    (
        r"\b(?:dni|nie|numero|mobil|telefon|movil|telefono|dades|datos) no (?:es|son) "
        r"(?:el |la |els |les |los )?"
        r"(?:meu|meva|meus|meves|mio|mios)\b|\bno est(?:ic|oy) segur\w{0,2} (?:que|de que|de si|si)\b"
    ),
    (
        r"\b(?:primero?|abans|antes) (?:que res )?(?:ho|lo|la|l') ?(?:ha de|te que|tiene que|hem de|haig de|"
        r"vull|quiero|tengo que) "
        r"(?:mirar|parlar|consultar|veure|decidir|ver|hablar|preguntar)\w{0,3}\b"
    ),
    (
        r"\b(?:while|whilst) (?:i'm|i am|we're|we are|i'll be) (?:away|abroad|at sea|offshore|travel\w{0,5}|"
        r"gone|"
        r"out of)\b|\b(?:put|add) me back\b"
    ),
    (
        r"\bno (?:li|le|els|les|ho|lo) (?:digueu|digan|digais|digas|diguis|diguin) que (?:he sigut|he estat|"
        r"soc|he sido|soy) "
        r"(?:jo|yo)\b"
    ),
    (
        r"\b(?:li|le|els|les) pregunt(?:eu|en|in|ad|eis|o|are)\b|\b(?:pregunteu|preguntin|pregunta)-?(?:li|"
        r"els)\b|"
        r"\bpregunten?(?:le|les)\b|\bpreguntad(?:le|les)\b"
    ),
    (
        r"\b(?:em sembla|crec|me parece|creo) que (?:la|el|els|les|mi|mis) [^.;!?]{0,30}\b(?:se'n vol|vol|"
        r"volen|"
        r"quiere|quieren)\b"
    ),
    r"\b(?:jo|yo) (?:el|la|lo|l') ?(?:trauria|treuria|esborraria|quitaria|borraria|donaria|daria)\b",
    r"\b(?<!soc )(?<!som )(?<!soy )(?:la|el) (?:vei|veina|vecino|vecina) (?:del|de la|de|d')",
    (
        r"(?:^|[.!?] )(?:continuo|continuem|segueixo|seguim|sigo|em quedo|me quedo) (?:al|a la|en el|"
        r"en la) (?:whats|llista|lista|grup|canal)"
    ),
    (
        r"\b(?:me'ls |me los |ens els )?(?:continueu|seguiu|sigan|seguid)(?:-me|-me'ls|me)? (?:passant|"
        r"enviant|"
        r"enviando|pasando|mandando)\b"
    ),
    (
        r"\b(?:mentre|mientras) (?:[\w']{1,10} ){0,2}(?:duri|estigui|este|dure|sigui|sea|faci|haga|siga|"
        r"segueixi|visqui|viva|"
        r"tingui|tenga)\b"
    ),
    r"\ben (?:cas|caso) (?:afirmati|negati)[uv]o?\b|\ben (?:cas|caso) contrari\w? no (?:feu|cal|hag|hac)",
    r"\b(?:al|en el|en mi) (?:mobil|movil|telefon|telefono),? (?:deixar-l[oa]|dejarl[oa])\b",
    r"\b(?:no ho sap|no lo sabe|sense que ho sapiga|sin que lo sepa|que molesta)\b",
)
"""What turns a request wherever it stands: taken back, put off, refused, of a part, of who has not asked."""
ASIDES: Final = (
    # somebody or a number that is named is not to leave
    (
        r"\bno (?:l'|el |la |els |les |lo |los |las )(?:heu de |han de |has de |tienen que |cal |hay que )?"
        r"(?:don|tre[iu]|trag|trai|esborr|elimin|borr|quit|saqu|desapunt|den\b)"
    ),
    (
        r"\b(?:baixa|baja|esborr\w{1,4}|tra[gi]\w{1,4}|tre[ui]\w{0,3}|elimin\w{1,4}|borr\w{1,4}|quit\w{1,4}) "
        r"(?:a )?(?:tothom|tots els (?:veins|apuntats|usuaris|numeros|contactes)|tota la llista|"
        r"todo el mundo|"
        r"todos los (?:vecinos|contactos|numeros)|everybody|everyone)\b"
    ),
    r"\b(?:i|y|pero|,) no (?:pas (?!(?:per|perque|que)\b)|a (?:en |la |el |l')?[a-z])",
    (
        r"\b(?:deixeu|deixin|dejen|dejad|mantin|mante|manti)\w{0,6} (?:el|la|els|les|l'|los|las) ?"
        r"(?:\d|numero|altr|otr|meu|mio)"
    ),
    (
        r"\b(?:canvi|cambi|substitu|sustitu)\w{1,5}[-']?l[oa]s? (?:pel|per|por)\b"  # one number for another
    ),
    FROM,
    # a time
    # … at which messages are not wanted; that one wakes the child is only why she leaves
    (
        r"\b(?:rebre|rebem|rebo|recibir|recibo|envi\w{1,6}|missatges?|mensajes?|whatsapps?|"
        r"avisos)\b(?:(?! i (?:em|m|ens)\b| y (?:me|nos)\b| perque\b| porque\b| que (?:em|m|"
        r"me) \w{2,12}o\b)[^.,;:]){0,60}"
        r"\b(?:a la nit|de nit|al vespre|por la noche|de noche|tan tarde?|tan d'hora)\b"
    ),
    (
        r"\b(?:rebre|rebem|rebo|recibir|recibo|envi\w{1,6}|missatges?|mensajes?|avisos|"
        r"whatsapps?)\b[^.,;:]{0,60}\b(?<!bon )(?<!buen )(?:caps? de setmana|fines? de semana)\b"
    ),
    (
        r"\b(?:del (?:dia )?|de dia |de l')\d{1,2}(?:r|er)? (?:d\S{1,12} )?(?:al?|fins al?)\b(?! \d{1,2} ?h)|"
        r"\bde \d{1,2} (?:d\S{1,12} )?(?:al?|fins al?) \d{1,2} (?:d[e']|(?:gener|febrer|marc|abril|maig|"
        r"juny|juliol|agost|setembre|"
        r"octubre|novembre|desembre|enero|febrero|marzo|mayo|junio|julio|septiembre|noviembre|diciembre))|"
        r"\bde l'1 (?:al|a)\b"
    ),
    r"\b(?:i|y|and) (?:llavors|aleshores|entonces|then)\b[^.;]{0,20}\b(?:baixa|baja)\b",
    r"\b(?:diu|dient|dice|diciendo|posa) [\"«“']",
    (
        r"\b(?:copiat|copiado|perdo\w{0,5}|disculp\w{1,4})[^.]{0,25}(?:l'assumpte|el asunto)\b|"
        r"\b(?:l'assumpte|el asunto)[^.]{0,20}\b(?:malament|equivoc\w{1,4}|no es|mal)\b"
    ),
    r"\b(?:exemple|ejemplo)\b|\ba punt de (?:donar|demanar)|\ba punto de (?:dar|pedir)",
    r"\b(?:gairebe|quasi|casi) (?:em|me|ens|nos) d",
    r"\b(?:per si en voleu|por si quier\w{1,4})\b",
    # a question that is no polite way to ask
    r"\b(?:per exemple|por ejemplo|es correcte|es correcto)\b",
    (
        r"\b(?:confirm\w{1,5}|comprov\w{1,4}|saber)(?:-me|-nos)? (?:que|si) (?:ja |no |ya )?(?:estic|estem|"
        r"estoy|estamos|soc|som) (?:donat|donada|donats|dado|dada|fora|fuera)"
    ),
    r"\bque (?:cal fer|hem de fer|haig de fer|he de fer|hay que hacer|tengo que hacer)\b",
    (
        r"\b(?<!compareix i )(?<!comparece y )(?<!exposa i )(?:diu|dice|em pregunta|me pregunta)\s?:|"
        r"\bque li (?:dic|diem|digo|responc|contesto)\b"
    ),
    (
        r"\b(?:full|paper|formulari|impres|instancia|papel|formulario|impreso) (?:per|para) (?:a )?"
        r"(?:donar|demanar|sol|dar|pedir)|\bja (?:el|la|ho|hi|us) (?:vindr|passar)\w{1,3} a\b"
    ),
    r"\b(?:per|para) (?:a )?(?:poder )?(?:continuar|seguir) (?:rebent|recibiendo)\b",
)
"""What leaves a request less than plain wherever it stands; it turns the request in its own sentence only."""
OPENS: Final = re.compile(rf"^\W{{0,3}}(?:(?:i|y|pero|es a dir|aixo|eso|sera|seria|es),? ){{0,3}}{FROM}")
"""A sentence that begins so says something of the one before."""
DATED: Final = (
    rf"\b(?:passa(?:t|da|des)|pasad[oa]s?|despres de|despues de|para despues de) (?:el |la )?{_FEAST}\b",
    rf"\b(?:baixa|baja|voldria|vull|quiero)\b[^.;!?]{{0,30}} (?:per|para) {_FEAST}\b",
    FROM,
    (
        r"\b(?:l'1|el \d{1,2}|dia \d{1,2}|1r) d(?:e |')(?:gener|febrer|marc|abril|maig|juny|juliol|agost|"
        r"setembre|octubre|novembre|desembre|enero|febrero|marzo|mayo|junio|julio|septiembre|noviembre|"
        r"diciembre)\b"
    ),
)
"""What turns it in a sentence that speaks of leaving, receiving or staying."""
BESIDE: Final = (
    (
        r"\b(?:avisos|missatges|mensajes|alert\w{2}|enviant\S{0,4}|rebre|recibir)"
        r"(?: (?:els|les|los|las|de|per)){0,2}"
        r"(?: | d')(?:urgent\w{0,2}|urgenc\w{1,3}|emergenc\w{1,3}|meteo\w{0,8})\b"
    ),
    # somebody stays, or only a part is meant
    r"\b(?:pero|sino) (?:no|nomes|solo|si(?! us))\b",
    (
        r"\b(?:excepte|excepto|salvo|llevat de|tret de|(?<!miri )(?<!mirar )(?<!miro )menys (?:el|la|els|"
        r"les|en|l)|menos (?:el|la|los|las)|"
        r"except for|apart from)\b"
    ),
    (
        r"\b(?:nomes|solo|solament|solamente|unicament) "
        r"(?:el|la|els|les|los|las|un|una|(?:per|por)(?! (?:a )?(?:demanar|dir|sol|donar|comunicar|pedir|"
        r"decir))|vull|quiero|els? de|en)\b"
    ),
    (
        r"\b(?:(?<!posar )(?<!poso )(?<!repeteixo )"
        r"la resta(?! de (?:les |la |l'|els )?(?:meves |nostres )?(?:dades|informacio|any|temps|"
        r"tramits|papers|gestions|coses|documents|assumptes)|"
        r" (?:ja|es|esta|queda|son) (?:igual|be|correct|vaig|tinc|em va))|"
        r"els altres(?! (?:dos|tres|quatre|cinc) ens\b)|"
        r"les altres|la otra(?! vez)|los demas|las demas|"
        r"el resto(?! del (?:ano|tiempo)))\b"
    ),
    (
        r"(?<!\bni )(?<!\bni a )(?<!l'un i )(?<!l'un i a )(?<!l'una i a )(?<!l'una i )"
        r"\bl'altr[ea]\b(?! (?:dia|vegada|setmana|cop|mes)\b)"
    ),
    (
        r"\b(?:es|em|ens|se|me|nos|vol|hi vol) "
        r"(?:queda|quedo|quedem|quedar|quedamos|continua|continuem|continuar)\b(?! \w{2,12}(?:ant|ent|int|"
        r"ndo)\b)"
    ),
    r"\b(?:continuo|continuem|continua|continuar|sigo|seguimos|sigue) (?:a|en|al|dins) \w{1,3}\b",
    (
        r"\b(?:jo|yo) (?:no\b(?=[,.;!]| (?:em|me|ho|m)\b|$)|si (?:que|vull)|continu|segueixo|"
        r"sigo|em quedo|me quedo|seguire)"
    ),
    r"\b(?:quedar-(?:me|se|nos|hi|m'hi)|quedarme|quedarse|m'hi quedo|continuara|seguir en)\b",
    (
        r"\bindi(?:c|qu)\w{1,6} (?:quin\w{0,2}|que|com|cual\w{0,2}|como)\b|"
        r"\b(?:quins?|que) (?:documents?|papers?|papeles|documentos?)\b[^.;]{0,30}\b(?:cal|calen|fan? falta|"
        r"hacen? falta|necessit|necesit)"
    ),
    # how it is done, she asks
    (
        r"\bcom (?:s'ha de fer|es fa|ho faig|es tramita|(?:ho )?(?:he|haig) de fer|es pot fer)\b|"
        r"\bcomo (?:se hace|lo hago|hay que hacer|se tramita|tengo que hacer)\b"
    ),
    # taken back, refused, or told of the past
    r"\b(?:per error|por error|sense voler|sin querer|per equivocacio|por equivocacion)\b|m'he equivocat\b",
    (
        r"\b(?:mentre|mientras|provisional\w{0,5}|temporal\w{0,5}|"
        r"(?<!bona )(?<!buena )(?<!fer la )temporada(?! pas)|"
        r"d'aqui a|dentro de)\b"
    ),
    r"\b(?:fins (?:al|a la|a l|que)|hasta (?:el|la|que)|durant|durante)\b",
    (
        r"\b(?:diu|diuen|dient|dice|dicen|diciendo) que (?:m'hi|el|la|els|les|li|em|ens|los|las|lo|le|me|"
        r"nos) "
        r"(?!(?:millor es|mejor es|fan?|fas|pos[ae]n?|treu|molest\w{1,2}|atabal\w{1,2}|espanta|desperta|"
        r"cansa|marej?a|omple|"
        r"ocupa|sona|arriba|gasta|telefons?|mobils?|movil|telefono|missatges?|mensajes?|avisos|"
        r"whats\w*|was\w*|memoria|bateria|"
        r"pantalla|aparell|aparato|soroll|ruido|xiulet|pitido)\b)"
    ),
    # another channel, another person
    r"\b(?:sms|butlleti|boletin)\b",
    (
        r"\b(?:baixa|baja|tre[iu]\w{0,4}|trai\w{0,4}|esborr\w{1,4}|elimin\w{1,4}|quit\w{1,4}|borr\w{1,4}|"
        r"nomes|solo) "
        r"(?:(?:de|del|al|a|el|per|pel|por|a l'|de l'|l')[ ']?){0,2}(?:telegram|facebook|instagram)\b"
        r"|\b(?:envi|avis|pass|mand|rebre|recibir|contin|segui)\w{0,5}[^.;:!?]{0,25} (?:per|pel|por|a|al) "
        r"(?:telegram|facebook|instagram)\b"
    ),
    (
        r"\b(?:el meu|la meva|mi|del|al|del meu|de la meva|al meu|a la meva|a mi) (?:vei|veina|vecino|"
        r"vecina|ex(?!c|p)\S{0,10}|"
        r"llogater\w?|inquilin[oa])\b"
    ),
    (
        r"\b(?:el|la|un|una) (?:vei|veina|vecino|vecina)\b[^.;:]{0,25}\b(?:demana|vol|quiere|pide|"
        r"m'ha (?:dit|demanat))\b|\b(?:demana|vol|quiere|pide) (?:el|la|un|una) (?:vei|veina|vecino|vecina)\b"
    ),
    (
        r"\b(?<!\ba )(?<!amb )(?<!con )(?:l'alcald\w{1,4}|el regidor|la regidora|la gent que|la gente que|"
        r"els turistes)\b"
    ),
)
"""What leaves it less than plain in such a sentence only: elsewhere it tells a story."""
