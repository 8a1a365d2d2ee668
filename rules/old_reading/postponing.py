"""Words by which a request is put off, talked over first, or not for everything: signs of hesitation.

For folded text on one line. Each is a kind: another day, whichever; waiting; thinking; somebody to
be asked; what is urgent is wanted all the same.
"""

from typing import Final

_SEASON: Final = (
    r"(?:per|per a|pel|para|a|al|en|de cara a|a partir del?|fins al?) ?(?:l'|el |la )?(?:estiu|tardor|hivern|"
    r"primavera|nadal|reis|verano|otono|invierno|navidad|gener|febrer|marc|abril|maig|juny|juliol|agost|"
    r"setembre|octubre|novembre|desembre|enero|febrero|marzo|mayo|junio|julio|agosto|septiembre|noviembre|"
    r"diciembre|setmana santa|semana santa|any que ve)"
)
_WEEKDAY: Final = (
    r"(?:dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge|lunes|martes|miercoles|jueves|viernes|"
    r"sabado|domingo)"
)

POSTPONED: Final = (
    # done after something, or on a day that was told: "feu-ho passat l'estiu", "aquell dia"
    (
        r"\b(?:feu|fer|fes|facin|facis|hagan|haced|hacer|hacedme|tramiteu|cursar|doneu)-?(?:ho|la|lo|me-la|"
        r"nos-la)? (?:un cop |una vez )?(?:despres|despues|passa(?:t|da|des|ts)|pasad[oa]s?|tras)\b"
    ),
    (
        r"\b(?:aquell dia|aquella data|aquella fecha|ese dia|esa fecha|aquel dia|llavors|aleshores|entonces)"
        r",? (?:i |y )?(?:no (?:ara|ahora|abans|antes)|que (?:abans|antes))\b|\bno (?:ara|ahora)(?=[.,;!)]|$)"
    ),
    (
        r"\bpero (?:ara|ahora|encara|aun|todavia) no(?= que\b|[.,;!)]|$)|"
        r"\b(?:mais|but) (?:pas maintenant|pas tout de suite|not now|not yet)\b"
    ),
    r"\b(?:despres d'|despues de )(?:aquesta|aquella|esta|esa|aquest|aquell|este|ese) (?:data|fecha|dia)\b",
    r"\b(?:per a|en|para|a partir d') ?(?:aquella data|aquell dia|esa fecha|ese dia)\b",
    (
        r"\b(?:fins|hasta) (?:aquell|aquella|llavors|aleshores|entonces|ese|esa|aquel|aquella)\b|"
        r"\bfins que no\b[^.;!?]{0,50}\b(?:encara|m'interess|els vull|la vull|hi soc)"
    ),
    (
        r"\b(?:l'endema|al dia siguiente|despres|despues),? (?:ja |ya )?(?:em |ens |me |nos |m')?"
        r"(?:podeu |podreu |pueden )?(?:fora|fuera|baixa|baja|tre[iu]|tra[gi]|esborr|don|quit|borr)"
    ),
    (
        r"\bpels? volts (?:de (?!l'any|\d{4})|d'(?!any))|\bpara despues de\b|\b(?:pels reis|para reyes)\b|"
        r"\bdeixeu passar\b|\bdejad pasar\b"
    ),
    (
        r"\bno (?:tingueu|tengais|cal que (?:tingueu|correu)|hace falta que corrais|hi ha|hay)(?: cap)? ?"
        r"(?:pressa|prisa)?,?:? (?:que )?(?:fins|hasta)\b"
    ),
    (
        r"(?:^|[.\n:] ?)(?:amb |con )?(?:efectes|efectos|(?:data|fecha) (?:efectiva|d'efectes?|de efectos?|"
        r"de (?:la )?(?:baixa|baja)))\b(?! ?:? ?(?:immed|inmed|avui|hoy|ara\b|ja\b))[^.;!?\n]{0,30}[:\d]"
    ),
    # it is to wait; "a l'espera de la vostra resposta" is courtesy
    (
        r"\b(?<!no )espereu(?:-vos|-me)?\b|\besperad\b|\b(?<!en )(?<!la )(?<!l')(?<!d')espera(?=[.!,;]|$)|"
        r"\besperen? (?:a|un|unos|al|hasta)\b"
    ),
    # another day
    (
        r"\b(?:mes endavant|mes tard|mas adelante|mas tarde|later on)\b|"
        r"(?:(?:^|[.,;:!?\d] )|\b(?:per|para) (?:a )?)(?:dema|manana)"
        r"(?: (?:us |os |se )?(?:ho|lo)\b|(?=[,;]|$))|"
        rf"(?:^|[.,!?\d] )(?:(?:el|a|al|per) )?(?:dia \d{{1,2}}|{_WEEKDAY}|dema|manana)"
        r"(?:,? (?:si us plau|sisplau|per favor|por favor))?(?=[.!]|$)"
    ),
    (
        rf"\b(?<!demanar la )(?<!demanat la )(?:baixa|baja|vull|voldria|quiero|quisiera|feu-ho|fer-ho)"
        rf"[^.;]{{0,12}} {_SEASON}\b|"
        rf"\b(?:em dono|doneu-me|em doneu) de baixa [^.;,]{{0,24}}{_SEASON}\b|"
        rf"(?:^|[.,;:!?(\d] ){_SEASON}(?=[.,;!)]|$)|\b(?:nomes|solo) {_SEASON}\b"
    ),
    r"\b(?:ho|la|lo) (?:deixem|deixo|dejamos|dejo) (?:per|para)\b|\bdeixe[mu]-(?:ho|la) per\b",
    r"\bde moment(?:o)?(?=[.;!]|$)",
    # she has not made up her mind
    (
        r"\b(?:m'ho|ens ho) (?:estic |estem )?(?:penso|pensant|pensem|rumio|rumiant|rumiare|pensare)\b|"
        r"\bme lo (?:estoy )?(?:pienso|pensando|pensare)\b|\b(?:ho|en) dubto\b"
    ),
    (
        r"\bho (?:he|hem|haig) de (?:decidir|parlar|pensar|consultar)|"
        r"\bno (?:se|sabem|sabemos) si (?:ho |lo )?(?:fer|hacer|fare|hare|deixar\w{0,3}|dejar\w{0,3}|"
        r"vull|volem|quiero|queremos)"
    ),
    (
        r"\b(?:us ho|os lo|se lo) confirm(?:o|em|are|arem|amos)\b|"
        r"(?:^|[.,;!?\d] )(?:potser|quizas?|tal vez)(?=[.,;!]|$)"
    ),
    # somebody is to be asked, or does not want it
    (
        r"\b(?:primer|abans|antes|primero)[ ,]{1,2}(?:em |me |ho |lo )?"
        r"(?:vull|voldria|quiero|quisiera|truqu|llam|avis|parl|habl|consult)\w{0,6}\b"
    ),
    (
        r"\b(?:vull|voldria|volem|quiero|quisiera|queremos)(?: (?:ho|lo|abans|antes|primer|primero))? "
        r"(?:parlar|hablar|consultar|pensar)"
    ),
    (
        r"\b(?:ella|ell|elles|ells|ellos|ellas|marit|dona|marido|mujer|filla?|hij[oa]) no (?:ho |lo )?"
        r"(?:vol|volen|quiere|quieren)(?=[.,;!]|$)|\bno (?:li|els|le|les) (?:sembla|parece) (?:be|bien)\b"
    ),
    r"\b(?:baixa|baja) (?:ja |ya )?no (?:cal|fa falta|hace falta)\b",
    # the number is to change, or what is urgent is wanted
    (
        r"\b(?:canvieu|cambien|cambiad|actualitzeu|actualicen)(?:-me)? (?:el |mi |la )?(?:meu |meva )?"
        r"(?:num|numero|telefon|telefono|mobil|movil)\b"
    ),
)
POSTPONED_ELSE: Final = (
    (
        r"\bquan (?:\w{1,3} ){0,2}(?:acaben?|torne|vinga|marxe|passen?)\b|\b(?:pero|millor|mejor),? (?:dema|"
        r"manana)\b"
    ),
    (
        r"\b(?:despres|despues) de(?:l| la| les| l'| las| los)? ?(?:eleccions?|elecciones|fest\w{1,3}|"
        r"nadal|navidad|"
        r"vacances|vacaciones|estiu|hivern|verano|temporada|reis)\b|"
        r"\b(?:en|al) (?:acabar|tornar|arribar)\b|\bamb data \d|\bcon fecha \d"
    ),
    rf"\b(?:el|a|al) {_WEEKDAY} (?:us|os|vinent|que ve|que viene|proxim|proximo)\b",
    (
        r"\bal? (?:finals?|principis?|mitjans?|finales|principios|mediados) d"
        r"(?!e tot\b|e todo\b|el (?:correu|missatge|correo|mensaje|full)|'aquest (?:correu|missatge))"
        r"(?!(?:e l'|el |'|e )?(?:mes |any |ano |estiu |hivern |verano |invierno )?"
        r"(?:passat|pasado|anterior)\b)"
    ),
    (
        r"\bquan (?:(?:em|es|hi|jo|la|el|ens) |s'|m'){0,2}(?:acab|torn|jubil|mud|arrib|marx|canvi|vag|"
        r"tingu|pass|"
        r"vingu|comenc)\w{0,3}(?:i|in|em)\b"
    ),
    (
        r"\bcuando (?!tenga(?:n|is) (?:un|tiempo))(?:(?:me|se|yo|nos) )?(?:acabe|vuelva|jubile|mude|llegue|"
        r"vaya|cambie|tenga|venga|empiece|"
        r"termine)\w?\b"
    ),
)
"""Another time, of which a sentence beside the request may well tell a story."""
