"""Does anybody want the leave that a phrase names? A noun or an infinitive is no wish by itself.

"La meva baixa" and "donar-me de baixa" are feared, discussed, thanked for and put off as
well as asked for: they wish where something wants or asks them, or where they open the
sentence, as a heading does. An imperative asks by itself, but not behind the "that" of
what somebody else says, or of what one would be sorry for.
"""

import re
from typing import Final

_WANTING: Final = re.compile(
    r"\b(?:vull|vui|vuy|bui|vul|vol(?:em|en|ia|iem|guera)?|[vb]oldri(?:a|em|en|o)?|exig\w{1,4}|exij\w{1,3}|"
    r"interes[so]{1,2}|voldre[m]?|desitj\w{1,4}|dese[ao]\w{0,4}|"
    r"quiero|kiero|quieren?|queremos|queria\w{0,3}|quisiera\w{0,3}|querria\w{0,3}|wants?|wish(?:es)?|like|"
    r"need|veuillez|voulez|prefier\w{1,3}|prefer\w{1,4}|estimo mes|(?:val|mes) (?:mes|val)|millor|mejor|"
    r"deman(?:o|e|em|a|en|ava|aria|at)|sol.?licit(?:o|em|a|en|ud)|solicit(?:o|amos|an?|ud)|sollicit(?:o|"
    r"em|e)|pido|pedimos|pide|peticio|peticion|voluntat|voluntad|decisio|decision|"
    r"preg(?:o|uem|aria)|ruego|rogamos|rogaria|souhait\w{1,5}|veux|voudr\w{2,4}|demande|prie|priere|"
    r"bien vouloir|tengan? a bien|tingu\w{1,3} a be|(?:tingu?\w{1,6}|tindri\w{1,3}|tendri\w{1,3}|"
    r"tuvier\w{1,3}|auriez-vous|ayez) (?:la |l')(?:gentil\w{1,5}|amabilit\w{1,3}|amabilidad|bondat|"
    r"bondad|obligeance)|merci (?:donc |beaucoup |par avance |d'avance )?d[e']|"
    r"agrai\w{1,5}|agrade\w{1,8}|m'agradaria|ens agradaria|gustaria|necess?it\w{1,4}|appreciate|grateful|"
    r"pod(?:eu|en|rieu|ries|ria|rien|eis|riais|rian)|puede[ns]?|pots?|possible|posible|could|can you|"
    r"would you|"
    r"pouvez|pourriez|please|plau|sisplau|plis|pls|porfa|svp|plait|favor|fabor|amables?|bondat|importaria|"
    r"cal que|cal|toca|decidi\w{1,3}|espero|insist\w{1,5}|reiter\w{1,4}|repeteixo|confirm(?:o|em)|"
    r"comuni(?:co|quem)|comunicar-\w{2,4}|notifi(?:co|quem)|inform(?:o|em)|exerc\w{1,5}|autoritz(?:o|em)|"
    r"proced\w{1,5}|comenco|intento|aprofito|deia|dic\b|dir-vos|"
    r"envi(?:o|em)|escri(?:c|vim|bo|ure|ur)|adrec\w{1,2}|posar?-?me|contacte|faig|faci\w{0,2}|haga\w?|fem|"
    r"feu|hago|passo|presento|adjunt\w{1,3}|poseu\S{0,5}|torno|serveix\w{0,3}|ecris|faltav\w{1,2}|"
    r"demanave?\w{1,2}|demaneu|asked me|"
    r"dades|datos|motiu|assumpte|asunto|objecte|objeto|formulari|instancia|sap greu|sento|record(?:o|em)|"
    r"consti|(?:mobil|movil|numero|telefon) (?:a|per|para|que))\b"
)
"""Before a noun or an infinitive: it is wanted, asked, or what the letter is for."""
_LETTER: Final = re.compile(
    r"\b(?:correu|mail|e-?mail|correo|missatge|mensaje|escrit|trucar|trucat|es|seria|"
    r"hora) (?:[\w']{1,10} ){0,3}(?:per|para|de) (?:a )?$|\b(?:he|hem|haig|"
    r"tinc) d[e'] ?(?:[\w']{1,12} (?:de )?)?$|"
    r"\b(?<!no )(?<!mai )(?<!nunca )(?:em|ens|me|nos|m')[ ]?(?:haurieu|haurien|tendrian|"
    r"tendriais) (?:de |d'|que )$|"
    r"(?:\b(?:aixi|sigui|asi) que |^\W{0,3})(?:em|ens|me|nos|m')[ ]?(?:heu|teneis) (?:de |d'|que )$"
)
"""Before an infinitive: what the letter is for, or what has to be done now."""
_NEVER: Final = re.compile(
    r"\bni (?:morta?|boja?|boig|loc[oa]|borratx\w|somiar|parlar)\b|\b(?:por poco|gairebe|quasi|casi|almost|"
    r"nearly) (?:[\w']{1,6} ){0,3}$|"
    r"\b(?:antes|abans) (?:muerta|morta|muerto|mort)\b|\b(?:don't|do not|dont|never|not|avoir) (?:\w{1,5} )?$"
)
"""Near before it: it is not done, or is past."""
_PLEASE: Final = re.compile(
    r"\b(?:si us plau|sisplau|plau|please|pls|plis|por favor|per favor|porfa|svp|gracies|gracias|merci|"
    r"thanks|thank you|escrigui|escriure)\b"
)
_INFINITIVE: Final = re.compile(
    r"^(?:(?:m'|em |me |ens |nos |en |hi |el |la |lo |us |les |els |se |es ){0,2})"
    r"(?:\w{1,12}(?:ar|er|ir|[iu]re)(?:[-']\w{1,5}){0,2}|\w{1,9}(?:a|e|i)r(?:me|nos|se|lo|la|l[oa]s)|"
    r"removing|taking|popping|getting|striking|dropping|take|pop|get|strike|knock|drop|remove|delete|"
    r"unsubscribe|cancel|end|opt|fer|removal)\b"
)
_BARE_NOUN: Final = re.compile(
    r"^(?:(?:per|para|pour|i|y|et|a) (?:a )?)?(?:(?:la|el|una|mi|meva|nostra|seva|nuestra|su|"
    r"ma) ){1,2}\w{4,7}$|^(?:suppression|radiation|retrait|desinscription|desabonnement)$"
)
_ENGLISH: Final = re.compile(
    r"^(?:tak|pop|get|strik|knock|drop|remov|delet|unsubscrib|cancel|end|opt)\w{0,6}\b"
)
_BEFORE_THAT: Final = re.compile(
    r"(?:^|[ ,;:(])que (?:us |os |em |me |m'|ens |nos |la |el |els |les |lo |los |las |l'|se |se'm |se me |"
    r"no |n'|en |hi ){0,3}$"
)
_OPENING: Final = re.compile(
    r"^[\W_]{0,6}(?:(?:hola\w{0,4}|ei|ep|bones|buenas|buenos|bon|bona|dia|dias|tarda|tardes|nit|senyors?|"
    r"senyores|"
    r"senyora|benvolguts|benvolgudes|apreciats|si|us|plau|sisplau|urgent|nomes|solo|es|pues|pos|nada|doncs|"
    r"eso|res|apa|mira|oye|aixi|per tant|aqui (?:va|teniu|hi ha)|que|per|para|per a|pour|a|i|y|et|be|"
    r"bueno|la|el|meva|nostra|mi|una|de|del|"
    r"per tal de|tramit|tema|escric|segon|primer|ok|si|sobre|re|tel|mob|dni|soc|som)[ ,:!.;¡-]{1,4}){0,9}$"
)
_SAID_IT: Final = re.compile(
    r"\b(?:aixi|sigui|sea|asi|com|es|doncs|(?:doncs|"
    r"pues|total) (?:res|nada)|ja|ara|vist|prefer\w{1,4}|estimo mes|mes|val|millor|mejor|"
    r"(?:he|hem|vaig|vam|havia|heu|vau) (?:dit|dir|demanat|demanar|escrit|escriure)|"
    r"agrait|agraida|agraits|contenta?|be|bien|better|convindria|hora|interes\w{0,4}|gracia|favor|fes|feu|"
    r"faci|hagan?|sort|pedir\w{0,4}|demanar\S{0,5}|solicitar\w{0,4}|sol.?licitar\S{0,5}|penso|crec|creo|"
    r"digo|dic|decia|deia|dir|decir|a veure|a ver|digo yo|dic jo|"
    r"(?:paso|passo|envio|escric|escribo|dono|doy|mando|poso|adjunto)\b[^.;:!?]{0,60} (?:per|para)) $"
)
"""Before "that I be taken off": who says it is the writer, or nobody."""
_OTHERS_WORD: Final = re.compile(
    r"\b(?:diu|diuen|dice|dicen|vol|volen|quiere|quieren|demana|demanen|"
    r"pide|piden|insist\w{1,4}|recoman\w{1,3}|recomiend\w{1,2}|aconsell\w{1,2}|aconsej\w{1,2}|"
    r"(?:m'ha|m'han|me ha|me han|em va|em van) (?:dit|dicho|dir|demanat|demanar|pedido|recomanat|"
    r"recomanar|aconsellat|aconsellar)) (?:en |(?:la |el |l'|en |na |mi )?\w{3,12} )?$"
)
"""Before it: it is another's word, which need not be the writer's wish."""
_OF_ME: Final = re.compile(r"(?:em|me|m'|ens|nos) ?$")
_HIS_KIN: Final = re.compile(r"\b(?:el seu|la seva|els seus|les seves|su|sus|his|her) \w{3,10}\b")
_NO_WISH: Final = re.compile(
    r"\b(?:(?:us|os) (?:va|van|ha|han) (?:escri|envi|truc|deman)\w{1,6}|algu|alguien|desconegu\w{1,3}|"
    r"(?:fa|fan|feia|tinc|tenim|de|la) por|preocupa|pena|mandra|miedo|pereza|vergonya|(?:sabria|saber|"
    r"sabra) greu|"
    r"faltaria|(?:nomes|solo|sols) (?:em |me )?faltav?b?a|vaig haver|vam haver|tuve|"
    r"hate|(?:sorry|sad|upset|afraid)(?= (?:to|if|you|that|of))|told|(?:gracies|gracias|merces) (?:per|por)|"
    r"merci pour|(?:thank you|thanks) for)\b"
)
"""Near before it: it is feared, deplored, told, or thanked for."""
_IRONY: Final = re.compile(r"\b(?:que (?:mes|mas)|us penseu|us creieu|os creeis|os pensais)\b")
_SELF: Final = re.compile(
    r"(?:vull|ruego|rogamos|prego|preguem|vui|vuy|voldri|volem|volia|voliem|deman(?:o|em|i|e)|"
    r"sol.?licit(?:o|em)|solicit(?:o|amos)|pido|"
    r"pedimos|quiero|queremos|quis|querria|necess?it|desitj|dese[oa])\w{0,4}\b"
)
_CLAIMED: Final = re.compile(r"\b(?:qui|quien|qualsevol|cualquiera)(?: que)?(?: us| os| ho| lo)? \w{2,8}$")
_GOVERNED: Final = re.compile(r"(?P<verb>[a-z·.-]{3,20}) (?:(?:ja|ya|aviat|doncs|tambe|ara|avui) )?$")
_VERB_OF_ASKING: Final = re.compile(
    r"(?:vull|vui|vold|vol|desitj|dese|quier|quer|quis|deman|sol.?licit|sollicit|solicit|pid|ped|preg|rueg|"
    r"rog|tramit|gestion|curs|caus|process|execut|accept|fer|feu|faci|fes|hac|hag|necess|neces|posar|poseu|"
    r"formul|comunic|confirm|don|agra|envi|faig|pass|present|efectu|realitz|realiz|formalitz|atend|atened|"
    r"reclam|exig|reiter|repet|insist|adjunt|aprof|inici|concedi|dispos|orden|registr|apunt|notific|volen|"
    r"record|consti|inform|espera|esper)[\w-]{0,10}$"
    r"|(?:per|para|a|i|y|e|o|et|amb|de|del|que|es|en|la|el|ser|son|aqui|us|os|vos|dni|nom|tel|plau|favor|"
    r"hola|mes|tambe|com|doncs|pues|ni|sobre|motiu|assumpte|objecte|tema|greu|dic)$"
)
_MODAL_AFTER: Final = re.compile(
    r"^[^.!?]{0,160}\b(?:caldria|cal(?! que)|calen|s'ha de|hauri\w{1,3}|haurien|es (?:molt |massa |"
    r"tan )?(?:dificil|complicat|"
    r"facil|necessari|impossible)|fa falta|hi ha (?:massa|tants?|que)|hay que|habria|deberi\w{1,4}|"
    r"es demanen?|us demanen|em demanen|et fan|em fan)\b"
)
_DONE_AFTER: Final = re.compile(
    r"^[^.!?:;]{0,120}\b(?:(?:la |ja )?(?:vau|vareu|va|van|vam|vaig) (?!deixar|morir|faltar|traspassar|"
    r"marxar)\w{1,12}(?:ar|er|ir|re)|es va|"
    r"ja es feta|ja esta|hicieron|hicisteis|fue)\b"
)
_STRANGE_DEED: Final = re.compile(
    r"\b(?:agraei\w{1,2} (?:molt )?(?:la|una)|agradezco (?:la|mi)|denunciar|recorrer|impugnar|desfer|parar|"
    r"aturar|frenar|rebutjar|rechazar|reclamar contra|revisar|"
    r"reconsiderar|discutir|protestar|evitar|impedir|entendre|entender|consultar|comentar|parlar|hablar|"
    r"apelar|appellar|recurrir|congelar|ajornar|rumiar|pensar|repensar|explicar|agrair|"
    r"agradecer|celebrar|(?:com|como) \w{2,9}(?:ar|er|ir|re))\b"
)
"""Between what wants and the leave: it is not the leave that is wanted, but something about it."""
_ABOUT_IT: Final = re.compile(
    rf"{_STRANGE_DEED.pattern}(?:-\w{{1,3}})?(?: \S{{1,8}}){{0,2}} $|\b(?:com|como|how to) $|"
    r"\bcomment (?:on fait|faire|je fais|s'y prendre) pour $|\bcom (?:es fa|s'ha de fer|ho faig|"
    r"s'ho fan) per (?:a )?$|"
    r"\bcomo (?:se hace|hago|hacer) para $|"
    r"\b(?:undo|cancel|stop|reverse|reject|dispute|contest|appeal|against|about|regret) (?:my |the )?$"
)
_CLAUSE: Final = re.compile(r"[,;:)!] (?:i |y |per |para )?$")
_NEAR: Final = 60
_WINDOW: Final = 140


def is_wanted(sentence: str, start: int, words: str) -> bool:
    """Whether the phrase of leaving *words*, at *start* of a folded sentence, is asked for there."""
    after = sentence[start + len(words) :]
    clitics = _CLITICS.match(words)
    if clitics:
        start, words = start + clitics.end(), words[clitics.end() :]
    before = sentence[:start]
    if _NEVER.search(before[-_NEAR:]) or _is_about_it(words):
        return False
    that = _BEFORE_THAT.search(before)
    if _SELF.match(words):
        return that is None or not _is_anothers(before[: that.start()], before[that.start() :])
    is_infinitive = bool(_INFINITIVE.match(words))
    if that and not is_infinitive:
        return _is_said_by_writer(before[: that.start()], before[that.start() :])
    if _BARE_NOUN.match(words):
        return _is_noun_wanted(before, words, after)
    return not is_infinitive or _is_infinitive_wanted(before, words, after)


def _is_about_it(words: str) -> bool:
    """Whether it is not the leave that the phrase asks for, but something about it: "demano que reviseu…"."""
    within = _WITHIN.search(words)
    is_other_deed = within is not None and not _VERB_OF_ASKING.match(within["verb"])
    return is_other_deed or bool(_STRANGE_DEED.search(words) or _FOR_WHAT.search(words))


def _is_infinitive_wanted(before: str, words: str, after: str) -> bool:
    if _ABOUT_IT.search(before):
        return False
    is_imperative = _ENGLISH.match(words) and not _EMBEDDED.search(before) and not _GERUND.match(words)
    if is_imperative or _OPENING.match(before) or _CLAUSE.search(before):
        return bool(is_imperative) or not _MODAL_AFTER.match(after)
    return _is_asked(before, after)


def _is_noun_wanted(before: str, words: str, after: str) -> bool:
    if _OPENING.match(before) or (_CLAUSE.search(before) and _PREPOSED.match(words)):
        return not (_MODAL_AFTER.match(after) or _DONE_AFTER.match(after))
    return not (_ABOUT_IT.search(before) or _is_undone(before, words)) and _is_asked(before, after)


def _is_asked(before: str, after: str) -> bool:
    """Whether anything beside a noun or an infinitive asks for it."""
    if _NO_WISH.search(_BUT.split(before)[-1][-_NEAR:]):
        return False
    if _COMES.search(before[-_NEAR:]) and not _A_DAY.search(f"{before} {after}"):
        return True
    return bool(_WANTING.search(before[-_WINDOW:]) or _LETTER.search(before) or _PLEASE.search(after))


_COMES: Final = re.compile(r"\b(?<!no )(?<!mai )(?:vinc|venim|vengo|venimos) a $")
_A_DAY: Final = re.compile(
    r"\b(?:dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge|lunes|martes|miercoles|jueves|"
    r"viernes|sabado|"
    r"domingo|dema|manana|(?<!bon )dia|setmana|semana|mes|si)\b"
)
"""When somebody will come for it, who only says so."""


_BUT: Final = re.compile(r"[,;] (?:pero|but|mais) ")
_FOR_WHAT: Final = re.compile(
    r"\b(?:explicaci|revisi|anul|revoca|justific|raons?|motius?|copia|comprovant|certificat|detalls?|"
    r"informaci|noticies|aclariment|explicaci|reversi)\w{0,6} (?:de|sobre|per) (?:la |mi |el |meva |"
    r"nostra ){1,2}\w{4,7}$"
)
"""What is asked for is something about the leave."""
_WITHIN: Final = re.compile(
    r"\bque (?:em |us |me |ens |nos |se |es )?(?P<verb>[a-z]{3,20}) (?:la |mi |el |una |meva |"
    r"nostra ){1,2}\w{4,7}$"
)
_EMBEDDED: Final = re.compile(r"\b(?:to|for|of|from|you|not) $")
_GERUND: Final = re.compile(r"\w{2,8}ing\b")


def _is_said_by_writer(said: str, clitics: str) -> bool:
    """Whether what stands before "that …" makes of it the writer's own wish."""
    if not said or _OPENING.match(f"{said} ") or said[-1] in ",;:(" or said[-1].isdigit():
        return not _IRONY.search(said)
    if _OTHERS_WORD.search(f"{said} "):
        return not _is_anothers(said, clitics)
    return bool(_SAID_IT.search(f"{said} ") or _WANTING.search(said[-_WINDOW:]))


def _is_anothers(said: str, clitics: str) -> bool:
    """Whether another says it, and not of herself."""
    if _CLAIMED.search(said):
        return True
    is_others = _OTHERS_WORD.search(f"{said} ")
    return bool(is_others and (_OF_ME.search(clitics) or _HIS_KIN.search(said)))


def _is_undone(before: str, words: str) -> bool:
    """Whether the verb of which the noun is the object does not ask for it: "pareu la meva baixa"."""
    governor = None if _PREPOSED.match(words) else _GOVERNED.search(before)
    return governor is not None and not _VERB_OF_ASKING.match(governor["verb"])


_CLITICS: Final = re.compile(r"(?:(?:em|me|ens|nos|us|hi|en) |m'){1,3}")
_PREPOSED: Final = re.compile(r"(?:per|para|pour|a|i|y|et) ")
