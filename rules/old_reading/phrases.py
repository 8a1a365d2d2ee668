"""What people write to leave and to join: the phrases, as data.

All for folded text, one sentence at a time. `_STEP` walks over a few words between a
verb and its noun and never over a comma, so each search takes linear time.
"""

import re
from typing import Final

from rapidfuzz.distance import OSA

from rules.text.patterns import any_of, one_of
from rules.vocabulary.lists import OFFICIAL, WHATSAPP

STEP: Final = r"(?: [\w'·/-]{1,24}){0,5}?"
SHORT_STEP: Final = r"(?: [\w'·-]{1,24}){0,3}?"
CLITIC: Final = r"(?:[-'][a-z'-]{1,6})?"
BAIXA: Final = one_of(
    "baixa baxa vaixa vaja baicha baija baja biaxa baxia baiax abixa baixaa baixxa baaixa bbaixa baiixa "
    "bajxa bixa"
)

_FIRST: Final = re.compile(r"^\W{0,4}(?:la )?(?P<word>[a-z]{4,7})\b(?= )")
_OTHER_WORDS: Final = re.compile(r"(?:baix\w{0,3}|bai[nl]a|[cfrnv]aixa|bal[cx]a|batxa|baia|baga|banya)$")


_KEYS_BESIDE: Final = {"b": "vghn", "a": "qwsz", "i": "uojk", "x": "zsdc"}


def _is_typed(word: str) -> bool:
    """Whether the wrong letter is left out, too many, out of place, or of a key beside the right one."""
    wrong = [(typed, meant) for typed, meant in zip(word, "baixa", strict=False) if typed != meant]
    return len(word) != len("baixa") or len(wrong) > 1 or wrong[0][0] in _KEYS_BESIDE[wrong[0][1]]


def with_baixa_spelt(head: str) -> str:
    """A folded subject that names the list; its first word is a baixa where one letter alone is wrong."""
    match = _FIRST.match(head)
    if match is None or _OTHER_WORDS.match(match["word"]) or not OFFICIAL.search(head):
        return head
    is_slip = OSA.distance(match["word"], "baixa", score_cutoff=1) == 1 and _is_typed(match["word"])
    return f"{head[: match.start('word')]}baixa{head[match.end('word') :]}" if is_slip else head


GIVE: Final = (
    one_of(
        r"""
        don(?:a|ar|eume|eunos|inme|eu|em|in|i|is|es|o|ant|arme|arnos|at|ada|ats|essi|essiu|essin|essis|arieu|arien)?
        dar darme darnos darle darla darlo darse dariais darian den deme denme denos dennos denle dame dadme
        dad deis dais doy damos diera dieran diesen denl[oa]s? denles? dadl[oa]s? feu feume fer fessiu
        posar poseu posa posessiu apuntar apunteu apuntam consider(?:eu|in|ar|en|ad)
        """
    )
    + CLITIC
)
"""Verbs of "donar de baixa"."""

WANT: Final = one_of(
    r"""
    vull vui vuy voldri[ae]m? voliem volem volia vol demano demanem demanar demana demani demanava
    sol.?licit\w{1,5}
    tramit\w{1,5} demane gestion\w{1,5} cursar curseu cursin causar? causo fe[ur](?:-?me|-nos)? facin faci fes
    process\w{1,4}(?:-la|-les)? executeu accepteu quiero queremos quisiera quisieramos querria
    solicit\w{1,5} pido pedimos
    pedir ruego rogamos haced hagan? haganme haga posar poseu[\w'-]{0,5} apunteu[\w'-]{0,5} necessito necesito
    proced\w{1,5} peticio peticion formul\w{1,5} comunic\w{1,4} confirm\w{1,4} doneu desitjo desitjaria deseo
    agrair\w{1,3} agraeixo envio enviem faig passo presento dono
    """
)
"""Verbs of wanting and asking."""

_OPENING: Final = (
    r"^[\W_]{0,6}(?:(?:hola|ei|ep|bones|bon dia|bona tarda|buenas|buenos dias|si us plau|sisplau|assumpte:|"
    r"asunto:|objecte:|"
    r"la meva|demanda de|urgent:?|(?:sol.?licitud|solicitud|peticio|peticion|formulari|formulario|"
    r"instancia|reiteracio|recordatori|recordatorio|tramit)(?: de)?)[ ,:!.-]{1,3}){0,2}"
)

LEAVE: Final = any_of(
    rf"\b{GIVE}{STEP} (?:de|la|en) (?:la )?{BAIXA}\b",
    rf"\b(?:me|nos|le|la|lo) (?:de|demos|dan|dais) de {BAIXA}\b",
    rf"\b{WANT}(?:-(?:vos|us|li|los|me|nos|hi|ne))?(?:{STEP} (?:la|una|el|mi|meva|nostra|seva|nuestra|su|de|"
    rf"a|per))? {BAIXA}\b",
    rf"\b{WANT}{STEP} (?:les|las|dues|dos|tres|quatre|cuatro) (?:meves |nostres )?(?:baixes|bajas)\b",
    rf"\b(?:per|para|pour|i|y|et|a) (?:a )?(?:la |el |mi |una )(?:meva |nostra |seva )?{BAIXA}\b",
    rf"\b(?:la |el )?(?:meva|nostra|seva|mi|nuestra|su|ma) {BAIXA}\b",
    rf"{_OPENING}(?:la )?{BAIXA}\b",
    rf"(?<=[,.:;] )(?:la |una )?{BAIXA} (?:de la |del |de l'|d'aquesta )?[\w' ]{{3,40}},? "
    r"(?:si us plau|sisplau|per favor|por favor)\b",
    rf"(?:(?<=[,.:;] )|(?<=\d )|(?<=\d\n))(?:la |una )?{BAIXA} (?:de la|del|de l'|dels|d'aquesta|de les|"
    rf"de los|de)[ ']"
    rf"(?:{WHATSAPP}|llista|lista|difusio|difusion|grup|grupo|canal|avisos|missatges|mensajes)\b",
    r"\b(?:alta/baixa|altes/baixes)\b",
    r"\b(?:ma|notre) demande de (?:radiation|desinscription|desabonnement|retrait|suppression)\b",
    r"\b(?:assumpte|asunto|motiu|motivo|tramit|tramite|peticio|sol.?licito|objecte|tema|demano|paraula|"
    r"palabra|mot|word|falta la vostra|falta la vuestra|falten les vostres)"
    rf" ?[:\"«“]{{1,2}} ?{BAIXA}\b",
)
"""A phrase that asks for the baixa as a noun."""

_STRIKE: Final = one_of(
    r"""
    esborr\w{1,6} elimin\w{1,6} suprim\w{1,6} treu(?:re|reu|rieu|rien|en|s)? trau(?:re|rieu|rien)?
    trai[eg]u\w? tra[gi]eu
    trag\w{1,6} tre[ig]\w{1,6} trec(?=-?m\b|-?me\b) trieu(?=-me\b)
    borr(?:ar|ad|en|es|e|eu|as|a|adme)\w{0,4} quit(?:ar|en|es|e|ad|eu|as|a|arme)\w{0,4}
    sac(?:ar|ad|a|arme|aran|asen|arais|aseis) saqu\w{1,4}
    retir\w{1,6}
    desapunt\w{1,6} dess?ubscri\w{1,6} desuscri\w{1,6} desinscri\w{1,6} desvincul\w{1,5} desactiv\w{1,5}
    desafili\w{1,5}
    deregister\w{0,3} unregister\w{0,3} resili\w{1,4}
    cancel.?l?\w{1,6} anul.?l?\w{1,6} exclo\w{1,5} exclu(?:re|ir|in|id|eu|an|yan|ded)\w{0,4} exclusio
    exclusion enlev\w{1,5} radie[rz]
    supprim\w{1,5} desabonn?\w{1,5}
    sort(?:ir|o|im|irme|ire) surt(?:o|i|in) salir salirme salgo salimos quitter abandon\w{1,4}
    despen[gj]\w{1,4} plegar plego pleguem plega
    """
)
OUT: Final = any_of(
    rf"\b(?:{_STRIKE}|marx(?:ar|o|em|a|en)(?= (?:de|del) )|deixar (?:el|la|aquesta?)(?= (?:vostr\w |"
    rf"vuestr\w |seva |seu )?(?:ll?ist|grup|canal|serve|difus|avis|w|g?uas))|"
    r"(?:(?:tregu|trai|fe|pos|fot)\w{1,5}-?(?:me|nos) )?fora(?= (?:de |del |d'))|"
    r"(?:ser|estar|quedar) (?:tret|treta|trets|tretes|esborra(?:t|da|ts|des)|elimina(?:t|da|ts|des)|"
    r"suprimi(?:t|da)|borrad[oa]s?|eliminad[oa]s?|quitad[oa]s?)|"
    r"(?:demano|demanem|sol.?licito|solicito|exigeixo|exijo|vull|quiero|pido) (?:la |l')(?:supressio|"
    r"supresion|eliminacio|eliminacion|exclusio|exclusion) "
    r"(?:de les meves|del meu|de mis|de mi)|"
    r"(?<=mind )removing (?:me|us|my (?:number|name|phone))\b|can (?:i|we) (?:please )?(?:come|get) off|"
    r"(?:remove|delete) (?:me|us|(?:my|our|this|his|her|these)(?= (?:\w{2,10} )?(?:phone|number|name|"
    r"mobile|contact|data|details|"
    r"subscription|mother|father|mum|dad|husband|wife|son|daughter|parents?|tel\w*|cell\w*)\b)|him|"
    r"her\b|them|both)|"
    r"(?:take|taking|get|strike) the (?:above |following |below )?(?:number|phone|mobile|name)s? off|"
    r"(?:tak(?:e|ing)|pop(?:ping)?|get(?:ting)?|strik(?:e|ing)|knock|drop(?:ping)?|cross|scratch) "
    r"(?:me|us|him|her|them|both of us|(?:my|our|this) \w{1,12}) (?:off|from)|"
    r"je (?:vous )?(?:demande|souhaite|sollicite|voudrais|desire|veux)(?: bien)? (?:la |ma |le |mon |une |"
    r"de )?(?:suppression|radiation|retrait|desinscription|desabonnement)|"
    r"(?<!you )(?:like|want|wish|please|need)(?: to)? "
    r"(?:unsubscribe|leave|opt out|be (?:removed|taken off|unsubscribed|deleted)|come off)|"
    r"unsubscribe (?:me|us|\w{2,12} and (?:me|i)|both of us|all of us)|i unsubscribe|removal(?= "
    r"(?:from|of (?:me|us|my|our)\b))|opt (?:me|us|my \w{1,12}) out|"
    r"(?:unsubscribe|cancel|end) (?:my|our|this|his|her|their)(?: \w{1,12})?(?= (?:from|to|of)\b))"
    rf"{CLITIC}(?=[ ,.;:!?)\n]|$)",
)
"""Verbs of striking out; they count where the list, or the writer, is what they strike at."""

OUT_ME: Final = any_of(
    r"\b(?:em|me) (?:vull|voldria|quiero|quisiera|volia|queria) (?:esborrar|desapuntar|borrar|quitar|"
    r"treure|sacar)"
    r"(?= (?:del?|de la|d'|dels|de los|de las|de los) )",
    rf"\b(?:m'|me |em |me'n (?!surt|sort)|ens |nos |us demano que em |vull )(?:en |n'|hi |el |la |lo |los |"
    rf"ho )?"
    r"(?:(?:podeu|podrieu|podries|podria|pots|pot|poden|podrien|podeis|podriais|pueden|puede|podrian|"
    r"(?:heu|han|haurieu|haurien|teniu|tenen) (?:de|que)|teneis que|tienen que|deberian|debeis) )?"
    rf"{_STRIKE}{CLITIC}(?=[ ,.;:!?)\n]|$)",
    rf"\b{_STRIKE}(?:-me|-nos|-m'hi|'m|'ns|me\b|nos\b)(?:'n|-me'n)?(?=[ ,.;:!?)\n]|$)",
    rf"\b{_STRIKE}{CLITIC} (?:(?:el|la|els|les) (?:meu|meva|meus|meves|nostre|nostra|nostres)|mi|mis|nuestro|"
    rf"mon|mes|aquest|este)"
    r" (?:numero|numeros|telefon|telefons|mobil|mobils|nom|dades|contacte|telefono|movil|nombre|datos)\b",
    r"\b(?:take|get|strike|cross|scratch) (?:me|us|my (?:number|name|phone)) off\b(?! (?:the|my|fine|"
    r"register|this|that|"
    r"your|duty|work))",
    rf"\b{_STRIKE}{CLITIC} (?:(?:tots|totes|els|les|los|las|aquests|ambdos) ){{1,2}}(?:dos|dues)"
    r"(?: (?:numeros|telefons|mobils|moviles|telefonos))(?=[ ,.;:!?)\n]|$)",
    r"\b(?:fe[ui]|fes|poseu|traieu|tragueu|treieu|foteu|fotin)-?(?:me|nos|'m|'ns)(?:'n)? fora\b(?! si\b)",
    r"\bunsubscribe (?:(?:me|us)|(?:my|our|this) (?:(?:mobile|phone|telephone|cell) )?"
    r"(?:number|mobile|phone))\b(?! (?:from|to|of|at|here|by|via)\b)",
    r"\b(?:i|we)(?:'d| would)? (?:like|want|wish) to (?:come|get|be (?:taken|removed)) (?:off|from) (?:it|"
    r"this|that)\b(?! (?:\w{1,12} )?list)",
    r"\b(?:me'n|m'en|em|m'|ens|ens en) ?(?:facin|feu|fessiu|fessin|fes|facis) (?:treure|traure|esborrar|"
    r"donar de baixa)\b",
    r"\b(?:en|me'n|ens en) (?:vull|volem|voldria|voldriem) (?:marxar|sortir|anar)\b|"
    r"\b(?:vull|volem|voldria|voldriem) (?:es )?(?:marxar-ne|sortir-ne|anar-me'n|anar-nos-en)\b",
)
"""Striking out of the writer himself: enough where the message speaks of the list elsewhere."""

HIM_OFF: Final = re.compile(
    r"\b(?:tre(?!ball)|trai|trag|trei|esborr|elimin|borr|quit|saqu|suprim|desapunt|retir)\w{0,7}[-']?l[oa]s?\b"
    r"|\b(?:el|la|els|les|lo|los|las|l') ?(?:podr?\w{1,4} |puede\w? |puedes |pots |voldr\w{1,3} )?"
    r"(?:treure|traure|esborrar|eliminar|borrar|quitar|sacar|suprimir|desapuntar|tragueu|traieu|treieu|"
    r"esborreu|elimineu|quiten|borren|saquen)\b"
    r"|\b(?:le|la|les) (?:desinscrire|retirer|enlever|supprimer|radier|desabonner)\b"
    r"|\b(?:desinscri\w{2,4}|retirez|enlevez|supprimez|radiez)-l[ae]s?\b"
    r"|\b(?:remove|delete) (?:him|her|them|it)\b|\btake (?:him|her|them|it) off\b"
)
"""Striking out of somebody who was named before: enough where that said he is on the list."""

OUT_OF: Final = any_of(
    r"^[^;:.!?\n]{0,90}?\b(?:del|dels|de|d'|from|to|of|des|du|la|les|el|els|mi|mon|my|l'|al|als|aquest|"
    r"aquesta|este|esta|the|"
    r"this|your|votre|su)[ ']?[\"“«']?(?:(?:la|les|los|l'|vostra|vostre|vuestra|esmentada|seva|meva|mailing|"
    r"broadcast|distribution|distribucio|"
    r"nostrepoble|ajuntament|ayuntamiento|town|village|hall|council|municipal|mairie|commune|"
    r"official)(?:'s)? ?){0,4}"
    rf"(?:{WHATSAPP}|l?lista|llistes|llistat|liste|list|difus\w{{1,6}}|grups?|grupos?|group|groupe|canal|"
    rf"subscripcio|"
    r"suscripcion|inscription|subscription|servei|servicio|service|"
    r"messages|missatges|mensajes|avisos|alertes|alertas|notificacions|notificaciones|notifications|"
    r"base de dades|base de datos|agenda|contactes|informacio)\b"
)
"""After a verb of striking out: out of the list."""

_THINGS: Final = one_of(
    r"""
    missatges? fotos? fotografies imatges? videos? comentaris? publicacio\w{0,3} anuncis? cartells? notes?
    notas? mensajes?
    clausul\w papers? papel fulls? hoja documents? documento formulari\w{0,2} declaraci\w{1,2}
    consentiment\w{0,2}
    imagen\w{0,2} noticies? noticias? avisos? avis neu sal fanals? cotxes? contenidors? branques? arbres?
    cables?
    """
)
THING: Final = any_of(
    rf"^[^;:.!?\n]{{0,60}}?\b(?:el|la|els|les|l'|aquest|aquesta|aquell|un|una|los|las|este|esta|al)[ ']?"
    rf"(?:meu |meva |mi |vostre |vostra )?{_THINGS}\b"
)
"""After a verb of striking out: a thing, not a person."""

_THINGS_SENT: Final = one_of(
    """
    cartes? carta factures? facturas? rebuts? recibos? multes? multas? sancions trucades? llamadas?
    publicitat publicidad
    propaganda
    correus? correos? e-?mails? butlletins? boletines cites? visites? paquets? paquetes certificats
    convocatories
    """
)
OTHER_POST: Final = any_of(
    rf"^(?:[-'](?:me|nos|ns|m)\b)?(?: (?:mes|mas|cap|res|de|la|les|els|las|los|el|vostres|vostre|seves|"
    rf"seu|aquestes|aquests)){{0,3}} {_THINGS_SENT}\b"
)
"""After "no vull rebre": what else a town hall sends."""

_NEGATED: Final = (
    r"\b(?:no|ni|ja no|ya no|mai mes|nunca mas)\b"
    r"(?: (?:ja|ya|pas|em|me|ens|nos|us|el|la|els|en|gens|cal|hace|hacen|fa|fan|falta|mai|les|los|li|"
    r"le|que|se|seria|es|ha|han|hagi)){0,4} ?"
)
_WISH: Final = one_of(
    r"""
    vull vui volem voldria voldriem vol quiere desitj\w{1,4} quiero queremos quisiera deseo deseamos
    necessit\w{1,4} necesit\w{1,4}
    (?:m')?interess\w{1,4}(?!\sgaire|\stant\b|\smassa) interesa\w{0,2} cal falta m'arribin? pensem penso
    """
)
_COMING: Final = (
    r"(?:rebre|rebre'n|rebi|rebem|rebo|recibir|recibirlos|recibo|rebu|missatg\w{1,5}|mensaj\w{1,4}|"
    rf"{WHATSAPP}|avis\w{{0,3}}|notificacion\w{{0,2}}|notificacions|arribi\w{{0,2}}|arriben|lleguen|llegue|"
    rf"envi\w{{1,5}}|seguir|continuar|"
    r"estar(?! (?:al cas|al corrent|al dia|al tanto|pendent|pendiente|atent|content))|ser|formar|mes)\b"
)
_SENDING: Final = (
    r"(?:rebre|rebre'n|recibir\w{0,4}|enviar\w{0,3}|mandar\w{0,3}|recevoir|receiving|getting|sending|send|"
    r"m'envi\w{1,4}|envoyer|m'envoyer|missatges|messages|formar part|formar parte|estar|ser)\b"
)
NO_MORE: Final = any_of(
    r"\b(?:quiero|queremos|deseo|quisiera|vull|volem|voldria) (?:terminar|finalizar|finalitzar|"
    r"acabar)(?: con| amb)? "
    r"(?:la |el |los |les |els )(?:informaci\w{1,3}|servei|servicio|subscripci\w|suscripcion|mensajes|"
    r"missatges)\b",
    rf"{_NEGATED}{_WISH}(?! saber\b)(?: [\w'·-]{{1,24}}){{0,5}}? (?:[mn]')?{_COMING}",
    rf"\b(?<!\bno )(?<!\bmai )(?<!\bque )pleg(?:o|uem|ar) de (?:rebre|recibir) (?:els |les |los |"
    rf"mes )?(?:{WHATSAPP}|"
    rf"missatg|mensaj|avis)",
    r"\b(?<!\bno )(?<!\bmai )prescind(?:ire|irem|iremos|eixo|im|o|imos) (?:ja |ya )?(?:de |d')(?:la |"
    r"els |el |aquest |los |"
    r"vostres )*(?:servei (?:d|de )?)?"
    rf"(?:{WHATSAPP}|missatg|mensaj|avis|llista|lista|grup|canal|difusi)",
    rf"\b(?:prefereixo|preferim|preferiria|prefiero|preferimos|m'estimo mes|je prefere) (?:no|ne|deixar|"
    rf"dejar)\b{SHORT_STEP} (?:de )?"
    r"(?:rebre|recibir|recevoir|seguir|continuar|estar|que)\b",
    r"\brenunci\w{1,4} (?:a(?:l|ls)? |a la |a l')",
    rf"\b(?:deix\w{{1,5}}(?!-(?:me|nos|lo|la|ho) estar)|dej\w{{1,4}}|par(?:eu|ar|en|ad)|cess\w{{1,4}}|"
    rf"arret\w{{1,4}}|cesser|stop){CLITIC}{SHORT_STEP} (?:de |d'|to )?{_SENDING}",
    rf"\bno (?:m'|me |ens |nos |em )(?:en |n')?(?:envi\w{{1,4}}|enviessiu|enviassiu|"
    rf"mand\w{{1,4}}){SHORT_STEP}"
    rf"(?: (?:mes|mas|cap|res|nada|{WHATSAPP}|missatges|mensajes|avisos))\b",
    rf"\b(?:par(?:ar|eu|em|en|ad)|stop) (?:con|amb|with) (?:(?:los|els|las|les|the|tots|estos|"
    rf"aquests) ){{0,2}}"
    rf"(?:{WHATSAPP}|missatges|avisos|mensajes|messages)\b",
    rf"\b(?:prou|basta de|ni un|cap mes) (?:de )?(?:missatges?|avisos|{WHATSAPP}|mensajes|notificacions)",
    r"\b(?:ne (?:veux|souhaite|desire|voudrais)|ne plus|plus) (?:plus )?(?:pas )?(?:en |les |me les )?"
    r"(?:recevoir|etre|figurer|faire partie)\b",
    r"\bne plus (?:(?:les?|lui|m'|me|nous|en|rien) ?){0,2}(?:envoyer|ecrire)\b|\bn'envoyez plus\b",
    rf"\bne (?:veux|veut|voulons|souhaite|souhaitons|desire) plus (?:de |d'|aucun |vos )(?:vos |ces )?"
    rf"(?:messages?|{WHATSAPP}|notifications?|alertes?|avis)\b",
    rf"\b(?:no more|stop (?:the|your|all)|plus de)(?: \w{{3,12}}){{0,2}} (?:{WHATSAPP}|messages)\b",
    r"\b(?:rather|prefer) not (?:to )?(?:get|receive)\b[^.;:!?,]{0,40}\b(?:messages?|whatsapps?|updates)\b"
    r"(?! at| about| on)[^.;:!?,]{0,20}\bany ?(?:more|longer)\b",
    r"\b(?:does not|doesn't|no longer) (?:want|wants|wish|wishes|need|needs)(?: to (?:receive|get|have))?"
    rf"(?: (?:the|your|these|any|more|town|hall|hall's|council's)){{0,4}} "
    rf"(?:{WHATSAPP}|messages|alerts|notifications)\b",
    r"\b(?:i|we) (?:no longer|don't|do not|dont)(?: want| wish| need)?(?: to)? (?:receive|get|be|messages|"
    r"wish|want|need)\b",
    r"\bque no (?:m'|me |em )(?:arribi\w{0,2}|llegu\w{1,3}|enviin|envien)",
    r"\bno (?:m'|me |em )interess\w{0,4}\b(?! gaire| tant\b| massa)",
    rf"\b(?:{WHATSAPP}|missatges|mensajes|avisos|llista|lista|grup|grupo)\b[^.;:!?]{{0,40}}?\bno "
    r"(?:el|la|els|les|lo|los|las|ho|en) (?:vull|volem|quiero|queremos)\b(?! (?:deix|dej|perd|tre|quit|que|"
    r"pas per))(?: (?:mes|mas|pas|ja|ya))?",
    rf"\b(?:avisos|missatges|{WHATSAPP}|mensajes)(?: (?:del|de l'|de la|que m'envieu) ?(?:ajuntament|"
    rf"ayuntamiento|poble|"
    rf"pueblo|al mobil|{WHATSAPP}))?(?: (?:ja|ya))? (?:me'?ls|ens els|me los|me lo) (?:puede usted |"
    rf"puede |podeu |podrieu |"
    r"podeis |pueden )?(?:treure|traieu|tragueu|quitar|traure|esborrar|borrar)\b",
    r"\bya no me interesa\w{0,1}\b(?! tanto| mucho)",
    rf"\bno (?:compt\w{{1,3}} (?:mes )?amb mi|cuent\w{{1,3}} (?:mas )?conmigo) (?:a|en|per|para|por)(?: a)? "
    rf"(?:la |el |els |les |los )?(?:(?:llista|lista|grup|grupo|canal|difusi\w{{1,3}}) (?:de |"
    rf"d')(?:{WHATSAPP}|missatg|"
    rf"mensaj|avis|informaci|difusi)|{WHATSAPP}|missatg|mensaj|avis)",
    rf"\b(?:m'acomiado|ens acomiadem|me despido|nos despedimos) (?:ja |ya )?(?:de la|del|d'aquesta|de) "
    rf"(?:{WHATSAPP}|llista|lista|grup|grupo|canal|difusio|difusion|servei|servicio)\b",
)
"""Phrases that want the messages to stop."""

ELSEWHERE: Final = any_of(
    r"\b(?:abmelden|abbestellen|austragen|entfernen|loschen)\b",
    r"\b(?:disiscriver\w{1,4}|cancellar(?:mi|e il mio|ci)|toglier(?:mi|ci)|rimuover(?:e|mi))\b",
    r"\b(?:verwijder\w{0,2}|afmelden|uitschrijven)\b",
    r"\b(?:cancelar a|remover o|retirem|removam|descadastr\w{1,4})\b",
    r"\b(?:dezabon\w{1,4}|stergeti|scoateti)\b",
    r"\b(?:take|get) (?:me|us|him|her|them|(?:my|our) \w{2,12}) off\b|\bremoval\b",
    rf"\b(?:come|came|coming|get|getting|be|drop|leave|leaving) (?:off |out of |taken off )?(?:the|your|"
    rf"this) "
    rf"(?:[\w']{{2,12}} ){{0,2}}(?:list|group|{WHATSAPP})\b",
)
"""Leaving in German, Italian, Dutch, Portuguese, Romanian and looser English.

Not read well enough to act, but not passed over.
"""

CONSENT_BACK: Final = any_of(
    rf"\b(?:retir|revo[ck]|retract|withdr)\w{{1,6}}{CLITIC}{STEP} (?:l'|d'|la |el )?"
    r"(?:consentiment|consentimiento|autoritzacio|autorizacion|consentement|consent|permis|permiso)\b",
    r"\b(?:retirada|revocacio|revocacion) (?:del |de |de mi |de l')?(?:meu )?(?:consentiment|consentimiento|"
    r"autoritzacio|autorizacion)\b",
    r"\bm'oposo\b|\bme opongo\b",
    r"\b(?:dret|derecho) (?:de |d')?(?:supressio|supresion|oposicio|oposicion|oblit|olvido)\b",
    r"\bexerc\w{1,4} el (?:meu )?dret\b",
)

JOIN: Final = any_of(
    rf"\b(?:don\w{{1,6}}|dar\w{{0,3}}|den|deme|denme){CLITIC}{STEP} (?:d'|de )alta\b",
    r"^[\W_]{0,6}(?:(?:hola|ei|ep|bones|bon dia|bona tarda|bona nit|bon vespre|buenas|buenos dias|"
    r"buenas tardes|si us plau|sisplau|jo)"
    r"[ ,:!.-]{1,3}){0,2}(?:sol.?licitud d'|solicitud de |peticio d')?alta\b(?! tensio| muntanya| montana|"
    r" i baix| y baj)",
    rf"\b{WANT}{STEP} (?:l'|d'|el |un )?alta\b",
    r"\b(?<!veu )(?<!voz )alta (?:al|a la|del|de la|en el|en la|whats|llista|lista|grup|canal)\b",
    r"[.:,!] ?alta\b(?= [a-z]+ [a-z]+|[.,:;!]|$)",
    r"\b(?:i|y) (?:d'|de )alta\b",
    r"\b(?:apunt(?:eu|ar|a|i|in|em|arme|arnos|arse|ad|en|enme)|afegi(?:u|r|u-me)|afegeix|inscri(?:u|ure|vim|"
    r"viu|viure|guin?|bid|ban|birnos)|"
    r"incl(?:ou|oeu|oure|uir|uid|uyan|ueix)|incorpor(?:eu|ar|in|en)|agreg(?:uen|ad|ar|uenme)|anad(?:an|ir|id|"
    r"anme)|inscrire|ajout(?:ez|er)|"
    rf"subscri(?:u|ure|viu|viure|ureu)|suscrib(?:ir|an|irme|anme)){CLITIC}\b(?! que\b| (?:la |"
    rf"una )?(?:meva |mi )?(?:baixa|baja)\b)",
    r"\b(?:vull|voldria|volem|voldriem|m'agradaria|quiero|quisiera|me gustaria|poder|com puc|podria|"
    r"podriem) (?:poder )?(?:comencar a )?"
    r"(?:rebre|recibir|entrar|formar part|(?:ser|estar) (?:a la|al|en la|en el|inclos\w{0,2}|"
    r"incluid\w{1,2}))\b",
    rf"\b(?:poseu|posa|posar|posi|fiqueu|pongan|poned|meted|metan)(?!['-]?(?:ho|lo)\b){CLITIC}"
    r"(?: [\w'·-]{1,24}){0,9}? "
    r"(?:al|a la|a les|en el|en la|dins) (?:grup|llista|whats\w*|canal|difusio|lista|grupo)",
    r"\bm'hi (?:vull|voldria|podeu|podrieu|poseu) (?:posar|apuntar|afegir|entrar)\b",
    r"\bm'(?:hi )?apunto\b|\bens (?:hi )?apuntem\b|\bapunta'm\b|\bme apunto\b(?! (?:mi|mis|el|la|un|una|"
    r"alguien) )|\bnos apuntamos\b",
    r"\b(?:posar|poseu|afegiu|poned|poner|pongan|posi)(?:-hi|'hi| ahi)? (?:el |al )?(?:nou |nuevo |"
    r"meu )?(?:numero |mobil )?[+\d]",
    r"\b(?:je (?:voudrais|souhaite|souhaiterais|desire|veux)|j'aimerais|nous (?:voudrions|souhaitons)) "
    r"(?:bien )?(?:recevoir|m'inscrire|nous inscrire|etre (?:inscrite?|ajoutee?) )\b",
    r"\b(?:sign me up|add me|subscribe me|join the|(?:like|love|want) to (?:join|receive|get|be added|"
    r"be on (?:it|the list)))\b",
)
"""Phrases that ask to join."""
