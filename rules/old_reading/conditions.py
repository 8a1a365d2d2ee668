"""Conditions: does an "if" govern the wish to leave, or something else that the sentence says?

Rule 1: courtesies and practicalities that begin with "if" ("si us plau", "si us falta res") are none.
Rule 2: an "if" with a deed of its own ("si he de signar res, hi vindré"; "digueu-m'ho si …") governs that.
Rule 3: where what follows is how else the news would come, or what is sent and done ("si m'ho envieu per
        carta", "si ella hi està d'acord"), it is no courtesy, however politely it begins.
Rule 4: what follows when the wish is not heard ("si no, ho denunciaré") is a threat, no condition.
For folded text, one sentence at a time.
"""

import re
from typing import Final

from rules.old_reading.wishes import Wish, leaving
from rules.text.patterns import any_of

# "Si us plau", "si pot ser", "si necessiteu res": courtesies and practicalities, no conditions.
_TROUBLE: Final = (
    r"(?:problem|dubte|duda|error|tramit|formulari|impres|paper|document|dada|dato|cost|despesa|inconvenien|"
    r"impediment|cosa|falta|incidenc|entrebanc|requisit|pas\b|paso\b|manera de (?:fer|sortir)|"
    r"forma de (?:fer|hacer|salir))"
)
"""What may stand in the way of a request, and is only courteous to speak of."""
_NO_CONDITION: Final = (
    r"(?:que\b|(?:hola|bon dia|bona (?:tarda|nit)|bones)\b|"
    r"mai (?:voleu|necessiteu|quereis|quieren)|no (?:contest[ao]|respon|responde)\b|u?s? ?plau|"
    r"vos plau|us ve|"
    r"us sembla|us va|pot ser|pots|es possible|es posible|es plau|cal\b|"
    r"fa falta|no (?:(?:us|els|li|vos|les|os) )?(?:fos|era|fuera|fuese|seria) (?:gaire |molta |massa |"
    r"cap |mucha |"
    r"ninguna |demasiada )?(?:molest(?!\w* (?:i|y) (?:em|me|m'))|enutj|nosa|problem|inconven|abus|"
    r"demanar|pedir)|"
    r"no us (?:sap|fa|import|"
    r"molest|es |caus|cost|va |sembl|supos|ve |"
    r"incomod|destorb)|us esta be|(?:encara )?(?:hi )?soc a temps|encara hi soc|m'ho|em podeu|"
    r"(?:el|la|els|les|lo|los|li|ens|em|m'|l'|me|nos|us) ?(?:podeu|podrieu|poguessiu|poguessis|poguessin|"
    r"pudieran|pudierais|pudiera|pots|podries|podria|podrien|"
    r"poden|pueden|"
    r"podrian|podieu|podian|puede|podeis|podriais)|podri|podi[ae]|em feu|ens podeu|ho podeu|podeu|"
    r"podrieu|pogues|"
    r"poguessiu|sou|son tan|foss(?:iu|in) tan|fue(?:ran|sen) tan|"
    r"fos possible|"
    r"fuera posible|necessit|"
    rf"necesit|(?:hi ha|hay|teniu|tenen|tienen) (?:algu\w{{1,2}}|cap|alguno?|ningun) (?:mes |altre |"
    rf"otro )?{_TROUBLE}|"
    r"(?:hi ha|hay) (?:res|nada|alguna cosa|algo)|(?:teniu|tenen|tienen)(?! (?:previst|pensat|la intencio|"
    r"intencio|que |"
    r"de ))|"
    r"(?:em|me|ens|nos) (?:voleu|vols|volen|quereis|quieren) (?:trucar|dir|localitza|contact|llamar|"
    r"decir|avisar)|"
    r"(?:voleu|vols|quereis|quieren|volen)(?! (?:continu|segui|segu[ie]|enviar|mandar))|"
    r"us cal|us falt|(?:us |os |les )?falt[ae]\w?|possible|feia falta|hacia falta|"
    r"no (?:es|fos|fuera|fuese|seria|us es|les es|os es) (?:massa |gaire |mucho |mucha |pedir |demanar )|"
    r"no es demanar|"
    r"(?:ho|lo) (?:trob|creie?u|veie?u|consider|ve[in]s?)\w{0,4} (?:be|bien|oportu|correcte|correcto)|"
    r"(?:sou|son|ets|sois) (?:vosaltres|vostes|ustedes|vosotros) (?:qui|quien|els qui|los que)|"
    r"es (?:aqui|a vosaltres|aquesta adreca)|"
    r"no (?:els |les |us |li |vos |os )?(?:es|fos|sera|seria) (?:cap |gaire |massa |molta |un |una )?"
    r"(?:destorb|molest|nosa|problema|inconvenient|trasbals|abus)(?!\w* (?:i|y) (?:em|me|m'))|"
    r"no es (?:cap |gaire |massa |molta )?molest|no te\b|no hi ha (?:cap )?(?:inconvenient|problema)|"
    r"no (?:le|les|os) (?:importa|molesta|causa|supone)|no es (?:mucha|ninguna) molestia|"
    r"no hay (?:ningun )?problema|"
    r"cela ne|ca ne|"
    r"me pueden|me puede|nos pueden|pueden|puede ser|podeis|hace falta|no le|no hay inconven|"
    r"de cas|per cas|acas|no hi (?:es|soc|som|visc|vivim|vaig|anem)\b|no (?:vivo|vivimos|esta|estoy|estamos|"
    r"voy) (?:ahi|alli)|"
    r"no recordo|no m'equivoco|no vaig|no vau|no ho he|fessiu|feu el favor|(?:em|me|m') ?fe[ui] (?:el|"
    r"aquest) favor|"
    r"et plau|"
    r"li plau|son amables|s'escau|"
    r"no me equivoco|mal no|be no|s'ha de|he de|hem d|hauria|calgues|calguessin|em dieu|em dic|em confirm|"
    r"ho he|se\b|vos |il vous|i no\b|"
    r"tambe (?:us )?(?:cal|fa falta|voleu|necessit\w{1,4})|you could|you can|you would|possible)"
)
_NO_IF: Final = (
    r"(?:you (?:could|can|would|need|require|want|have|please|don't mind|wish|prefer|are able)|possible|"
    r"(?:it|that|this)(?: is|'s| isn't|'s not) (?:possible|not|no|ok|okay|all right|alright|fine|easier|"
    r"too|any|at all)|(?:it|that) (?:helps|suits)|there(?: is|'s| are) any(?:thing)? "
    r"(?:problem|issue|question|doubt|charge|fee|form|paper|cost|else|more|missing|i )|any|i (?:may|might|"
    r"need|"
    r"have to|should|can|could|am not|'m not|remember)|i'm not|necessary|needed|required|not too|so\b|"
    r"anything|my (?:memory|details|data|number|name|dni|phone|mobile))"
)
_NO_WHETHER: Final = (
    r"(?<!no se )(?<!no se mai )(?<!a veure )(?<!a ver )(?<!saber )(?<!sebre )(?<!sabre )(?<!andar mirando )"
)
"""Before a "si" that is "whether"."""
_IN_CASE: Final = r"(?:en|per|para) (?:al |el )?cas(?: de)? que|pel cas que|(?:en|para) (?:el )?caso de que"
CONDITION: Final = any_of(
    r"\b(?:nomes|sols|unicament|solo|solamente|only) si\b",
    r"\b(?:(?:sempre|siempre) que(?! (?:les|sus) (?:seves |vostres )?ocupacion)(?! no (?:us|els|vos|les|"
    r"os) (?:sap greu|sembli malament|import|molest|"
    r"caus|supos|costi|faci res|sigui (?:molest|cap|massa)|destorb|incomod|sepa mal|"
    r"suponga)\w{0,4}(?: (?:gaire|cap|massa|molta))?(?: (?:molestia|problema|feina|trasbals|inconvenient|"
    r"nosa))?(?=[.,;!)]|$))|"
    r"sempre i quan|siempre y cuando|"
    r"a no ser que|a menys que|a menos que|"
    r"excepte si|excepto si|tret que)\b",
    r"\b(?:en cas de (?:no|seguir|continuar)|en caso de no|mentre no|mientras no|"
    r"depen de|depende de)\b",
    r"\b(?:unless|if you (?:don't|keep|continue|send)|(?:a|amb|con|on) (?:la |una |"
    r"the )?condi[ct]io?n?\b|en (?:cas|caso) (?:afirmati[uv]o?|negati[uv]o?)\b|"
    r"si\b[^,;.]{0,60}\b(?:i|y) (?:em|me|m'|ens|nos) ?(?:confirm|assegur|asegur|garant|promet)\w{1,6}|"
    r"altrament|de lo contrario|del contrari|"
    r"en cas contrari|"
    r"en caso contrario|or else)\b",
    r"\bo (?:be )?(?:em dono|em donare|ens donem|ens donarem|em doneu|doneu-me|me dan|me den|me borran|"
    r"me quitan|me sacan|em traieu|em treieu|m'esborreu|me doy|me dare|nos damos)\b",
    rf"\b(?P<plain>(?:{_NO_WHETHER}si|{_IN_CASE}) (?!{_NO_CONDITION})|if (?!{_NO_IF}))",
)
"""A condition; the courtesies that begin with "si" are none."""


_COURTESY: Final = re.compile(
    r"\b(?:perdo\w{0,5}|disculp\w{1,4}|dispens\w{1,3}|excus\w{1,4}|sorry|pardon|agra\w{2,8}|"
    r"agradec\w{2,6}|favor|merci|grateful|encantad\w|appreciate(?: it)?)"
    r"(?: (?:molt|molto|mucho|moltissim|infinitament|d'avancada|very much)){0,2},? $"
)
"""What an "if" completes that only asks politely: "us agrairia molt si …"."""
_IF: Final = re.compile(rf"\b(?:{_NO_WHETHER}si|if|{_IN_CASE}) (?!(?:us|os|vos)? ?plau|no\b(?=[,;.:]))")
_NEWS: Final = re.compile(
    r"\b(?:(?:the|els?|les?|las?|los?) (?:same|mateix|mism|notici)|envi\w{1,6}|mand\w{1,5}|fe[ur] arribar|"
    r"arrib\w{1,4}|lleg\w{1,4}|reb\w{1,4}|recib\w{1,5}|"
    r"receiv\w{1,4}|get|send|assabent\w{1,5}|enter\w{1,4}|(?:assabentar|enterar)-?(?:me|nos)|"
    r"continu\w{1,4}|segui[nrmu]?\w{0,2}|sigue\w?|"
    r"altr[ea]s? (?:mitja|mitjans?|canals?|via|vies|manera|forma|sistema)|"
    r"otr[oa]s? (?:medios?|canal(?:es)?|via|vias|manera|forma|sistema)|(?:other|another) (?:way|means|"
    r"channel)|"
    r"(?:avis\w{0,5}|inform\w{1,3}|tenir|tener) (?:de les?|dels?|de los?|per|pel|por|al?|"
    r"(?:el|la|els|les|los|las)) |pass\w{1,4} a (?:l[ae]?s? |el |els |mi |en |na )|"
    r"(?:marit|dona|home|fill|filla|pare|mare|marido|mujer|hij[oa]|padre|madre|husband|wife|(?<=my )son|"
    r"daughter)\b)"
)
"""How else the news would come, or by whom: a leave that hangs on it is not to be done by itself."""
_OF_REQUEST: Final = re.compile(
    r"\b(?:confirm\w{0,8}|justific\w{1,4}|acus\w{0,4}|comprovant|resguard|resposta|respuesta|conforme|"
    r"rebut|recibido|formulari\w?|instancia|impres|document\w{0,2}|dades?|datos?|dni|carnet|"
    r"correu (?:de|conforme|quan|per (?:a )?(?:dir|confirm))|aquest (?:correu|mail|missatge)|este correo|"
    r"(?:quan|cuando|un cop|que ja|que ya) (?:ja |ya )?(?:ho |m'|lo |me |est|hag|sig|heu )|signat|signar|"
    r"molest\w{0,4}|this|form)"
)
"""What is sent, told or got about the request itself."""
_THREAT: Final = re.compile(
    r"\b(?:reclam\w{1,7}|denunci\w{1,5}|queix\w{1,5}|quej\w{1,5}|advocat|abogad[oa]|autoritat|autoridad|"
    r"proteccio|proteccion|agencia|aepd|apdcat|sindic|jutj\w{1,4}|juzgado|tribunals?|lawyer|complain\w{0,3}|"
    r"plainte|accions|acciones|mesures|medidas)\b"
)
_DEED: Final = re.compile(
    r"\b(?:digu\w{1,4}|dieu|em dieu|dir-m\w{1,3}|avis(?:eu|in|ar)\S{0,4}|avisen\w{0,2}|avisad\w{0,2}|"
    r"truqu\w{1,3}\S{0,3}|truca\S{0,3}|truco|trucare|escri(?:viu|ure|guin|c|ban|bid|ure)\S{0,3}|"
    r"contest\w{1,4}|"
    r"respon\w{1,4}|"
    r"(?:us|os|se|li|els) (?:ho |lo |la |el |les |los )?(?:envi|pass|port|mand|acab|adjunt|truc|llam|"
    r"don)\w{1,4}|"
    r"que (?:me |em )?toqu\w{1,3}|(?:hi |ja )?(?:vinc|vindr\w{1,3}|passare|vendre|ire)|demaneu\S{0,5}|"
    r"demanin\S{0,5}|"
    r"pregunt\w{1,5}\S{0,5}|"
    r"(?:m'ho|me lo|feu-m'ho|hagan?melo) (?:d\w{2,5}|indi\w{2,4}|saber|feu saber)|digan\w{0,4}|decid\w{0,4}|"
    r"llam(?:en|ad)\w{0,2}|pedid\w{0,4}|pidan\w{0,4}|el buscare|la buscare|ho buscare|lo buscare|ho fare|"
    r"ho faig|lo hare|lo hago|disculp\w{1,4}|perdon\w{1,3}|let me know|tell me|call me|write to me|"
    r"contact me|"
    r"i (?:will|can|could)|i'll|dites|prevenez|appelez|contactez|tornare a|tornarem a|volvere a|"
    r"volveremos a)\b"
)
"""What one does or asks for beside leaving: telling, sending, coming, ringing, joining again one day."""

_LISTED: Final = re.compile(r"\bque si\b")
"""Said twice, it lists what comes: "que si la neu, que si el ban"."""

_OPENS: Final = re.compile(r"(?:^|[,;:(]) ?(?:(?:i|y|e|et|and|que|o|perque|porque) )?$")
_BREAK: Final = re.compile(r"[,;:(]|$")


def condition(wish: Wish) -> str | None:
    """The words by which a condition governs the wish, in its sentence; None where none does."""
    sentence = wish.sentence
    if len(_LISTED.findall(sentence)) > 1:
        sentence = _LISTED.sub(lambda match: "~" * len(match.group()), sentence)
    end = sentence.find(wish.words) + len(wish.words)
    for match in _IF.finditer(sentence):
        if _is_of_news(sentence, match) and not _has_deed(sentence, match, end):
            return match.group()
    for match in CONDITION.finditer(sentence):
        if _COURTESY.search(sentence[: match.start()]) and not _asks_after(sentence, match):
            continue
        is_threat = end < match.start() and _THREAT.search(sentence, match.end())
        if not is_threat and not (match["plain"] and _has_deed(sentence, match, end)):
            return match.group()
    return None


_RESULT: Final = re.compile(r"[,;:(]|$| (?:ja|ya) (?:m'|em |ens |me |nos |ho |lo )")
"""Where what hangs on an "if" begins: "si hi ha res ja m'ho diu la filla"."""


_APOLOGY: Final = re.compile(
    r"\b(?:perdo\w{0,5}|disculp\w{1,4}|dispens\w{1,3}|excus\w{1,4}|sorry|pardon)[ ,]{1,2}$"
)


def _asks_after(sentence: str, match: re.Match[str]) -> bool:
    """Whether what an apology is for is the wish itself: "perdoneu si demano la baixa, és el nen …"."""
    is_apology = _APOLOGY.search(sentence[: match.start()])
    return bool(is_apology) and any(leaving(sentence[match.end() :], is_about_list=True))


def _is_of_news(sentence: str, match: re.Match[str]) -> bool:
    """Whether what follows the "if" is how else the news would come, and not the request itself."""
    following = _RESULT.search(sentence, match.end())
    clause = sentence[match.end() : following.start() if following else len(sentence)]
    if any(leaving(clause, is_about_list=True)):  # "us demano si em podeu treure de la llista d'enviaments"
        return False
    return bool(_NEWS.search(f"{clause} ")) and not _OF_REQUEST.search(f"{clause} ")


def _has_deed(sentence: str, match: re.Match[str], wish_end: int) -> bool:
    """Whether another deed than leaving hangs on a plain "if": the clause after it, or that it closes."""
    start = match.start()
    following = _BREAK.search(sentence, match.end())
    if any(leaving(sentence[match.end() : following.start() if following else None], is_about_list=True)):
        return False  # "aviseu-me si em doneu de baixa"
    if _OPENS.search(sentence[:start]):
        comma = _BREAK.search(sentence, match.end())
        begin = comma.end() if comma else len(sentence)
        following = _BREAK.search(sentence, begin)
        clause = sentence[begin : following.start() if following else len(sentence)]
    else:
        begins = [m.end() for m in re.finditer(r"[,;:(]| (?:i|y|et|and) ", sentence[:start])]
        clause = sentence[max([wish_end if wish_end <= start else 0, *begins]) : start]
    return bool(_DEED.search(clause)) and not any(leaving(clause, is_about_list=True))
