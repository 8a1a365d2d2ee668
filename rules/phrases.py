"""What people write to leave, to join, to ask, to refuse, to take back: the phrases, as data.

All for folded text, one sentence at a time. `_STEP` walks over a few words between a
verb and its noun and never over a comma, so each search takes linear time.
"""

import re
from typing import Final

from rules.wording import WHATSAPP

_STEP: Final = r"(?: [\w'·/-]{1,24}){0,5}?"
_SHORT_STEP: Final = r"(?: [\w'·/-]{1,24}){0,3}?"
BAIXA: Final = r"(?:baixa|baixar|baxa|vaixa|baicha|baija|baja|vaja de la llista)"
_GIVE: Final = (
    r"(?:don(?:a|ar|eu|em|in|i|is|es|o|ant|arme|arnos|at|ats)?|dar|darme|darnos|darle|darla|darlo|darse|den|deme|denme|denos|dennos|denle|dame|"
    r"dadme|dad|deis|doy|damos|dona'm|feu|feume|fer|posar|poseu|posa|apuntar|apunteu|apuntam)(?:[-'][a-z'-]{1,6})?"
)
_WANT: Final = (
    r"(?:vull|vui|vuy|voldri[ae]m?|voliem|volem|volia|vol|demano|demanem|demanar|demana|demani|demanava|sol.?licit\w{1,5}|tramit\w{1,5}|"
    r"gestion\w{1,5}|cursar|curseu|cursin|causar?|causo|fe[ur](?:-?me|-nos)?|facin|faci|fes|process\w{1,4}(?:-la|-les)?|executeu|accepteu|quiero|"
    r"queremos|quisiera|quisieramos|querria|solicit\w{1,5}|pido|pedimos|pedir|ruego|rogamos|haced|hagan|hagan?me|haga|posar|poseu[\w'-]{0,5}|"
    r"apunteu[\w'-]{0,5}|necessito|necesito|proced\w{1,5}|peticio|peticion|formul\w{1,5}|comunic\w{1,4}|confirm\w{1,4}|doneu|"
    r"desitjo|desitjaria|deseo|agrair\w{1,3}|agraeixo|envio|enviem|faig|passo|presento|dono|per|para|pour|i|y|va de|es|son)"
)

LEAVE: Final = re.compile(
    rf"\b{_GIVE}{_STEP} (?:de|la|en) (?:la )?{BAIXA}\b"
    rf"|\b{_WANT}{_STEP} {BAIXA}\b"
    rf"|\b(?:la |el )?(?:meva|nostra|seva|mi|nuestra|su|ma) {BAIXA}\b"
    rf"|^[\W_]{{0,6}}(?:(?:hola|ei|ep|bones|bon dia|bona tarda|buenas|buenos dias|si us plau|sisplau|assumpte:|asunto:|objecte:|sol.?licitud(?: de)?|"
    rf"solicitud(?: de)?|peticio(?: de)?|peticion(?: de)?|formulari(?: de)?|formulario(?: de)?|instancia(?: de)?|tramit(?: de)?|la meva|demanda de|urgent:?)[ ,:!.-]{{1,3}}){{0,2}}"
    rf"(?:la )?{BAIXA}\b"
    rf"|\b(?:alta/baixa|altes/baixes)\b"
    rf"|[:\"(] ?{BAIXA}\b"
)
"""A phrase that asks for the baixa as a noun."""

OUT: Final = re.compile(
    r"\b(?:esborr\w{1,6}|elimin\w{1,6}|suprim\w{1,6}|treu(?:re|reu|en)?|trau(?:re)?|trai[eg]u|tra[gi]eu|trag\w{1,4}|tre[ig]\w{1,5}|borr(?:ar|ad|en|e|eu|a|adme)\w{0,4}|"
    r"quit(?:ar|en|e|ad|eu|a|arme)\w{0,4}|sac(?:ar|ad|a|arme)|saqu\w{1,4}|retir\w{1,6}|desapunt\w{1,6}|desubscri\w{1,6}|dessubscri\w{1,6}|desuscri\w{1,6}|"
    r"desinscri\w{1,6}|desvincul\w{1,5}|desactiv\w{1,5}|desafili\w{1,5}|cancel.?l?\w{1,6}|anul.?l?\w{1,6}|exclo\w{1,5}|exclu\w{1,6}|enlev\w{1,5}|supprim\w{1,5}|"
    r"desabonn?\w{1,5}|desinscri\w{1,5}|remov\w{1,4}|delet\w{1,4}|unsubscri\w{1,3}|take (?:me|us|my \w{1,12}|this \w{1,12}) off|opt(?:ing)? out|"
    r"sort(?:ir|o|im|irme|iré|ire)|surt\w{0,3}|salir|salirme|salgo|salimos|marx(?:ar|o|em) (?:de|del)|deixar (?:el|la|aquest)|quitter|"
    r"leave (?:the|this|your)|plegar|abandon\w{1,4}|despenj\w{1,4}|esborreu|fora (?:de|del))(?:[-'][a-z'-]{1,6})?"
    r"(?=[ ,.;:!?)\n]|$)"
)
"""Verbs of striking out; they count with a word for the list."""

NO_MORE: Final = re.compile(
    r"\b(?:no|ni|ja no|ya no|mai mes|nunca mas)\b(?: (?:ja|ya|pas|em|me|ens|nos|us|gens|cal|hace|fa|falta|pas|mai|les|los|li|que|se|seria|es|ha|han|hagi)){0,4} ?"
    r"(?:vull|vui|volem|voldria|desitj\w{1,4}|quiero|queremos|quisiera|deseo|deseamos|necessit\w{1,4}|necesit\w{1,4}|interess\w{1,4}|interesa\w{0,2}|cal|falta|"
    r"vol|quiere|fan? falta|m'interess\w{1,4}|m'arrib\w{1,4})"
    rf"(?: [\w'·-]{{1,24}}){{0,5}}? (?:rebre|rebre'n|rebi|rebem|rebo|recibir|recibirlos|recibo|rebu|missatg\w*|mensaj\w*|{WHATSAPP}|avis\w*|notificacion\w*|notificacions|"
    r"arribi\w{0,2}|arriben|lleguen|llegue|envi\w{1,5}|seguir|continuar|estar|ser|formar|mes)\b"
    rf"|\b(?:deix\w{{1,4}}|dej\w{{1,4}}|par(?:eu|ar|en|ad)|cess\w{{1,4}}|stop|arret\w{{1,4}}|cesser)(?:[-'][a-z'-]{{1,6}})?{_SHORT_STEP} (?:de |d'|to )?(?:rebre|rebre'n|recibir\w{{0,4}}|enviar\w{{0,3}}|mandar\w{{0,3}}|recevoir|receiving|sending|send|m'envi\w{{1,4}}|envoyer|m'envoyer|missatges|messages)\b"
    rf"|\bno (?:m'|me |ens |nos |em )(?:en |n')?(?:envi\w{{1,4}}|mand\w{{1,4}}){_SHORT_STEP}(?: (?:mes|mas|cap|res|nada|{WHATSAPP}|missatges|mensajes|avisos))\b"
    rf"|\b(?:prou|basta de|ni un|cap mes) (?:de )?(?:missatges?|avisos|{WHATSAPP}|mensajes|notificacions)"
    r"|\b(?:ne (?:veux|souhaite|desire|voudrais)|ne plus|plus) (?:plus )?(?:pas )?(?:recevoir|etre|figurer|faire partie)\b"
    r"|\b(?:no longer|don't|do not|dont)(?: want| wish| need)?(?: to)? (?:receive|get|be|messages)\b"
    r"|\bque no (?:m'|me |em )(?:arrib\w{1,4}|llegu\w{1,3}|enviin|envien)"
    r"|\bno (?:m'|me |em )interess\w{0,4}|\bya no me interesa\w{0,1}"
)
"""Phrases that want the messages to stop."""

CONSENT_BACK: Final = re.compile(
    rf"\b(?:retir|revoc|retract)\w{{1,6}}(?:[-'][a-z'-]{{1,6}})?{_STEP} (?:consentiment|consentimiento|autoritzacio|autorizacion|consentement|consent|permis|permiso)\b"
    rf"|\b(?:retirada|revocacio|revocacion) (?:del |de |de mi )?(?:meu )?(?:consentiment|consentimiento)\b"
    r"|\bm'oposo\b|\bme opongo\b|\b(?:dret|derecho) (?:de |d')?(?:supressio|supresion|oposicio|oposicion|oblit|olvido)\b"
    r"|\bexerc\w{1,4} el (?:meu )?dret\b"
)

# --- what turns a request into something else ------------------------------------------------------

_FUNCTION_WORDS: Final = (
    r"(?:em|ens|me|nos|us|vull|volem|voldria|vui|quiero|queremos|quisiera|pas|cal|hace|falta|fa|pretenc|penso|pensem|desitjo|deseo|"
    r"demano|pido|es|tracta|trata|que|se|li|el|la|los|els|hi|per|de|del|tinc|tenim|tengo|cap|intencio|intencion|interes|ganes|ningu|gens|"
    r"m'|t'|s'|ha|pot|vol|res|ni|mai|encara|pas|veig|per que|necessari|necesario|ara|jo|haig|voliem|volia|he|a|avoir|souhaite|veux)"
)
REFUSAL: Final = re.compile(
    rf"\b(?:no|sense|sin|ni|tampoc|tampoco|mai|jamai)\b(?:[ ']{_FUNCTION_WORDS}){{0,7}}[ ']{{1,2}}{_GIVE}(?: [\w'·-]{{1,24}}){{0,3}}? de {BAIXA}\b"
    rf"|\b(?:no|sense|sin|ni)(?:[ ']{_FUNCTION_WORDS}){{0,5}}[ ']{{1,2}}(?:la |una |cap |peticio de |de |mi |la meva )?{BAIXA}\b"
    rf"|\bno(?:[ ']{_FUNCTION_WORDS}){{0,5}}[ ']{{1,2}}(?:deixar|dejar|perdre|perder|esborr\w{{1,5}}|elimin\w{{1,5}}|tra[gi]\w{{1,4}}|tre[iguv]\w{{0,4}}|quit\w{{1,4}}|borr\w{{1,4}}|sortir|salir|sort\w{{1,4}}|desapunt\w{{1,5}})(?:[-'][a-z'-]{{1,6}})?\b"
    rf"|\b(?:alta|d'alta)[, ]{{1,2}}(?:i )?no (?:pas )?(?:de |la )?{BAIXA}\b"
    r"|\b(?:m'|me |ens |nos )(?:heu|han|habeis|hab[eé]is|hau) (?:donat|tret|esborrat|eliminat|dado|quitado|borrado|sacado)\b"
    r"|\b(?:don't|do not|ne me|ne) (?:remove|delete|unsubscribe|supprimez|retirez|enlevez)\b"
    r"|\b(?:vull|volem|quiero|queremos|voldria) (?:seguir|continuar|quedar|quedarme|quedar-me|mantenir|mantener)\w{0,3}\b"
)
"""They do not want to leave, or complain that they were taken off."""

TAKE_BACK: Final = re.compile(
    r"\b(?:al final|finalment|finalmente|de moment|pensant-ho be|ben pensat) (?:no\b|em quedo|me quedo|ens quedem|prefer\w{1,6}|seguir\w{0,3}|continuar\w{0,3})"
    r"|\b(?:em quedo|me quedo|ens quedem|nos quedamos)\b|\bm'ho he repensat\b|\bens ho hem repensat\b|\b(?:he|hem) canviat d'(?:opinio|idea|parer)\b"
    r"|\bme he arrepentido\b|\b(?:he|hemos) cambiado de (?:opinion|idea|parecer)\b|\bme lo he pensado mejor\b|\bm'he penedit\b|\bm'en penedeixo\b|\bme'n desdic\b"
    r"|\b(?:anul.?l?|cancel.?l?|ignor|desestim|obviar|obvi|oblid|deix|retir|atur|par)\w{0,5}(?:[-'][a-z'-]{1,6})?(?: [\w'·-]{1,24}){0,3}? (?:baixa|baja|peticio|peticion|sol.?licitud|solicitud|correu|correo|mail|missatge|mensaje)\b"
    r"|\bno (?:en )?(?:feu|fagueu|feis|tingueu|tengais|tengan|hagan|hagais) (?:cas|en compte|en cuenta|caso)\b|\bdeixeu-ho\b|\bdeixa-ho\b|\bdejadlo\b|\bdejenlo\b"
    r"|\bno (?:la|ho|lo|em|me) (?:tramit\w{1,4}|feu|fagueu|processeu|hagan|hagais|doneu|den|esborreu|tragueu|borreis)\b"
    r"|\b(?:torn(?:eu|ar|i|o|in)|volver|vuelvan|volved)(?:[-'][a-z'-]{1,6})? a (?:posar|apuntar|donar|afegir|incloure|dar|incluir|entrar|ser)\w{0,4}\b"
    rf"|\b(?:sense efecte|sin efecto) (?:la |el |mi )?(?:meva )?(?:{BAIXA}|peticio|peticion|sol.?licitud|solicitud|correu)\b"
    r"|\bva ser (?:un error|sense voler)\b|\bfue un error\b|\bper error (?:la|vaig)\b"
)
"""They take a request back, or want to come back."""

CHANGE: Final = re.compile(
    r"\b(?:canvi(?:o|at|ar|eu|em)?|cambi(?:o|ado|ar|amos|en)?|chang\w{1,3}|actualitz\w{1,5}|actualiz\w{1,4}|substitu\w{1,5}|sustitu\w{1,4}|modific\w{1,5})(?:[-'][a-z'-]{1,6})?"
    r"(?: (?:de|del|el|la|mi|meu|meva|nostre|seu|vostre|les|els|d'|mon|my|dades|datos|of)){0,4} ?(?:numero|num|telefon|telefono|mobil|movil|number|phone|companyia|linia)\b"
    r"|\b(?:nou|nuevo|new|nouveau) (?:numero|num|telefon|telefono|mobil|movil|number|phone)\b|\b(?:numero|telefon|mobil|movil|telefono) (?:nou|nuevo)\b"
    r"|\b(?:en lloc|en comptes|en vez) (?:de|del|d')"
)
CORRECTION: Final = re.compile(
    r"\b(?:corregi\w{1,4}|corregeix\w{0,3}|correccio\w{0,2}|correccion\w{0,2}|rectific\w{1,6}|esmen\w{1,5}|mal escrit|mal escrito|esta malament|esta mal)\b"
)
MAYBE: Final = re.compile(
    r"\b(?:estic pensant|estem pensant|m'estic plantejant|em plantejo|ens plantegem|me planteo|estoy pensando|potser|quizas?|tal vez|tal vegada|"
    r"no se si|no sabem si|no se sap|dubto|dudo si|encara no ho|encara no he|todavia no lo|todavia no he|aun no lo|m'ho estic pensant|"
    r"ho estic rumiant|m'ho rumio|abans de (?:donar|decidir|fer)|antes de (?:dar|decidir)|podria ser que|probablement|segurament|"
    r"m'agradaria saber|voldria saber|volia saber|vull saber|queria saber|quisiera saber|me gustaria saber|saber si|saber com|saber que|saber como|informacio sobre|informacion sobre|"
    r"thinking of|considering|maybe|i would like to know|j'aimerais savoir|peut-etre)\b"
)
"""They have not decided, or want to know."""

HOW: Final = re.compile(
    r"\b(?:com|como|comment|how|on|donde|ou|where|quan|cuando|quin|quina|quins|quines|cual|que|quoi|what|per que|por que|why|cal|fa falta|s'ha|s'han|hay que|"
    r"es pot|se puede|puc|puedo|podem|podemos|can i|tinc que|tengo que|he de|hem de|hauria|deuria|is it|dois-je|faut-il|qui|quien|ja estic|ya estoy|"
    r"m'heu|m'han|me han|ens heu|heu|esta fet|si em dono|si me doy)\b"
)
"""How a question that asks for information begins."""

POLITE: Final = re.compile(
    r"\b(?:podeu|podrieu|podries|pots|pot|podria|podrien|poden|podeis|pueden|puede|podrian|podriais|puedes|pouvez|pourriez|peux|could|can you|would you|"
    r"em doneu|me dan|me dais|em dones|em dona|em traieu|em treus|em treieu|m'esborreu|ens doneu|seria possible|es possible|seria posible|us fa res|serieu|"
    r"sou tan|farieu|fareu|feu|em feu|faries|voleu|vols|voldrieu|li fa res|em borreu|me borran|me quitan|m'elimineu|em suprimiu)\b"
)
"""How a request dressed as a question begins."""

CONDITION: Final = re.compile(
    r"\b(?:nomes|sols|unicament|solo|solamente|only) si\b|\b(?:sempre que|sempre i quan|siempre que|siempre y cuando|a no ser que|a menys que|a menos que|"
    r"excepte si|excepto si|tret que|en cas que|en cas de (?:que|no|seguir|continuar)|en caso de (?:que|no)|mentre no|mientras no|depen de|depende de|unless|if you (?:don't|keep|continue|send)|"
    r"a condicio|altrament|de lo contrario|del contrari|en cas contrari|en caso contrario|or else)\b"
    r"|\bsi (?!us plau|u?s? ?plau|vos plau|us ve|us sembla|us va|pot ser|pots|es possible|es posible|es plau|cal\b|fa falta|no us|m'ho|em podeu|em podrieu|em pots|em feu|ens podeu|"
    r"ho podeu|podeu|podrieu|pogues|poguessiu|sou|son tan|fos possible|fuera posible|necessit|necesit|hi ha algun|hay alg|teniu|tenen|tienen|voleu|us cal|us falt|falta|falten|vols|"
    r"possible|no es molest|no es molta|no te\b|me pueden|me puede|nos pueden|pueden|puede ser|podeis|hace falta|no le|quereis|quieren|no hay inconven|"
    r"de cas|per cas|acas|no recordo|no m'equivoco|no vaig|no vau|no ho he|em doneu|em volguessiu|fessiu|feu el favor|et plau|li plau|son amables|s'escau|no me equivoco|"
    r"mal no|be no|s'ha de|he de|hem d|hauria|calgues|calguessin|em dieu|em dic|em confirm|ho he|se|vos |il vous|i no\b|tambe|you could|you can|you would|possible)"
)
"""A condition; the courtesies and practicalities that begin with "si" are not."""

FUTURE: Final = re.compile(
    r"\ba partir (?:del|de l'|de la|de|d')(?! ?(?:ara|avui|aquest|aquesta|ja\b|hoy|este|esta|ahora|aquell|la data|la fecha|la present|moment|rebre|recibir))"
    r"|\b(?:mes|any|setmana|ano|semana|estiu|hivern|dilluns|divendres|trimestre) (?:que ve|que viene|vinent|proper|propera|proximo|proxima|entrant)\b"
    r"|\b(?:proper|propera|vinent|proximo|proxima) (?:mes|any|setmana|dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge|dia|estiu|hivern|ano|semana|lunes|martes|miercoles|jueves|viernes|\d)"
    r"|\b(?:a|fins a|hasta|des de|desde) (?:finals?|primers|principis?|mitjans|mediados|principios|ultims) (?:de |d')|\bd'aqui a\b|\bd'aci a\b|\bdentro de \w+ (?:dias|semanas|meses)|\bmes endavant\b|\bmas adelante\b"
    r"|\b(?:efectes|efectos|efectiva|efectivitat) (?:de |del |des del? |desde el? |a |a partir )?(?:l'|el |dia |del )?\d"
    r"|\bquan (?:vengui|venguem|marxi|marxem|acabi|s'acabi|hagi|hagim|tingui|tinguem|torni|em mori|deixi|faci|arribi|la vengui|el vengui|la |el |em |jo)|\bcuando (?:venda|vendamos|acabe|termine|me |deje|haya|nos|se )"
    r"|\bfins que no\b|\bhasta que no\b|\bfrom (?:next|the|january|december)|\bnext (?:month|week|year)|\ba compter du\b|\ble mois prochain"
    r"|\b(?:el|l'|dia|del) ?\d{1,2} (?:de |d')(?:gener|febrer|marc|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre|enero|febrero|marzo|mayo|junio|julio|agosto|septiembre|noviembre|diciembre)(?= (?:em|me|vull|quiero|doneu|den|feu|deix))"
)
"""A time to come."""

GRATITUDE: Final = re.compile(
    r"\b(?:gracies|merces|merci|gracias|agrair|agraeixo|agraim|agradezco|thanks|thank you|perfecte|perfecto|d'acord|de acuerdo|entesos|molt be|genial|ok|felicitats|rebut)\b"
)
STILL: Final = re.compile(
    r"\b(?:encara|aun|todavia|segueixo|seguim|segueixen|continuo|continuem|continuen|sigo|seguimos|siguen|continuo)\b(?: [\w'·-]{1,24}){0,4}? (?:reb\w{1,4}|recib\w{1,5}|arrib\w{1,4}|lleg\w{1,4}|envi\w{1,5})\b"
)
"""Messages still come though they asked before."""

JOIN: Final = re.compile(
    r"\b(?:don\w{1,4}|dar\w{0,3}|den|deme|denme)(?:[-'][a-z'-]{1,6})?(?: [\w'·-]{1,24}){0,4}? (?:d'|de )alta\b"
    r"|^[\W_]{0,6}(?:(?:hola|ei|ep|bones|bon dia|bona tarda|bona nit|bon vespre|buenas|buenos dias|buenas tardes|si us plau|sisplau|jo)[ ,:!.-]{1,3}){0,2}(?:sol.?licitud d'|solicitud de |peticio d')?alta\b(?! tensio| muntanya| montana)"
    rf"|\b{_WANT}{_STEP} (?:l'|d'|el |un )?alta\b|\b(?:alta) (?:al|a la|del|de la|en el|en la|whats|llista|lista|grup|canal)\b|[.:,!] ?alta\b(?= [a-z]+ [a-z]+|[.,:;!]|$)"
    r"|\b(?:apunt(?:eu|ar|a|i|in|em|arme|arnos|arse|ad|en|enme)|afegi(?:u|r|u-me)|afegeix|afegir|inscri\w{1,5}|incl[ou]\w{1,5}|incorpor\w{1,4}|inscrib\w{1,4}|agreg\w{1,4}|anad\w{1,4}|inscrire|ajout\w{1,3}|subscri\w{1,4}|suscrib\w{1,5})(?:[-'][a-z'-]{1,6})?\b"
    r"|\b(?:vull|voldria|volem|voldriem|m'agradaria|quiero|quisiera|me gustaria|poder|com puc|podria|podriem) (?:poder )?(?:comencar a )?(?:rebre|recibir|entrar|formar part|tenir|ser|estar)\b"
    r"|\b(?:poseu|posa|posar|posi|fiqueu|pongan|poned|meted|metan)(?:[-'][a-z'-]{1,6})?(?: [\w'·-]{1,24}){0,4}? (?:al|a la|a les|en el|en la|dins) (?:grup|llista|whats\w*|canal|difusio|lista|grupo)"
    r"|\b(?:sign me up|add me|subscribe me|join the)\b"
)
"""Phrases that ask to join."""
