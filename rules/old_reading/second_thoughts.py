"""Words by which a leave is only threatened, jested with, drafted, quoted, or thought better of.

For folded text on one line; `hesitation` counts them wherever they stand in a mail.
"""

from typing import Final

_I_LEAVE: Final = (
    r"(?:(?:em|me|ens|nos) (?:dono|donem|doy|damos|borro|esborro|trec|quito|desapunto|doneu)|"
    r"(?:plego|marxo|surto|salgo|me voy|me'n vaig))\b"
)
_OUT: Final = (
    r"\b(?:baixa|baja|sortir|salir|marxar|plegar|(?:borrar|esborrar|desapuntar|treure|quitar)\S{0,3})\b"
)

_MESSAGE: Final = r"(?:missatge|mensaje|avis|aviso|whats\w{0,5}|cop|vegada|vez)"
_THREATS: Final = (
    rf"\b(?:un altre|una altra|otro|otra) {_MESSAGE}\b[^.;!?]{{0,60}}\b(?:i|y) (?:ja |ya )?{_I_LEAVE}",
    rf"\b(?:un|una) (?:{_MESSAGE} )?(?:mes|mas|altre|altra),? (?:i|y) (?:ja |ya )?{_I_LEAVE}",
    (
        rf"\b(?:a la (?:propera|proxima|seguent)|(?:el|la) (?:proximo|proxima|proper|propera) {_MESSAGE})\b"
        rf"[^.;!?]{{0,60}}\b{_I_LEAVE}"
    ),
    (
        r"\b(?:com|como) (?:no (?:l'|el |la |els |les |ho |em |ens |lo |me |nos )?\w{3,12}(?:eu|iu|eis|ais)|"
        rf"sigais|seguiu|continueu|continueis)\b[^.;:!?]{{0,60}}\b{_I_LEAVE}"
    ),
    r"\b(?:avisats (?:esteu|quedeu)|avisados (?:estais|quedais)|quedeu avisats|quedais avisados)\b",
    r"\bel dia que\b[^.;!?]{0,60}\b(?:baixa|baja)\b",
)
"""What is to happen first: "un altre missatge a les onze i em dono de baixa"."""
_TERMS: Final = (
    r"\bsi (?:em|me|m'|ens|nos) ?(?:ho |lo )?(?:confirm|assegur|asegur|garant|promet)\w{1,5}\b[^.;!?,]{0,9},",
    r"\baltrament\b|\ben (?:el )?(?:suposit|supuesto) (?:de )?que\b|\bsi (?:encara )?hi (?:consto|surto)\b",
)
_JESTS: Final = (
    r"\b(?:per aixo|para eso) (?:ja |ya )?(?:em|me|ens|nos) (?:podr\w{2,6}|puedo|puc|podem)\b",
    r"\b(?:ara|ahora) en serio\b|\b(?:de|en) broma\b(?! pesada)|\bbromes a part\b|\bbromas aparte\b",
    (
        r"\b(?:don|esborr|tre|trai|trag|borr|quit|dad|den)\w{0,6}-?nos (?:de (?:baixa|baja) )?a "
        r"(?:tots|todos)\b(?! (?:dos|tres|quatre|cinc|cuatro|cinco|els|los|nosaltres|"
        r"nosotros))(?![^.;!?]{0,60}:)"
    ),
)
_DRAFTS: Final = (
    r"\b(?:esborrany|borrador)\b|\bno enviar\b(?=[.!:)\]]| encara| todavia)",
    (
        r"\b(?:abans d'|antes de )(?:enviar|mandar)\w{0,3}(?:-\w{1,3})? la (?:peticio|peticion|"
        r"sol.licitud|solicitud) "
        r"(?:bona|definitiva|de debo)\b"
    ),
    r"\bem dieu si (?:esta|va|es) be\b",
)
_CHANGED: Final = (
    r"\b(?:je|nous) prefer\w{2,4} rester\b|\bne (?:pas tenir|tenez pas) compte\b",
    (
        r"\b(?<!penso )(?<!pensem )fer(?:-me|-nos)? (?:marxa )?enrere\b|\bechar(?:me|nos)? atras\b|"
        r"\btirar(?:-me|-nos)? enrere\b"
    ),
    (
        r"\bno (?:sap|saben|sabe) si\b|\b(?:quan|cuando) (?:ho|lo) (?:tingu|teng)\w{1,4} claro?\b|"
        r"\bun dia (?:diu|dice) que si\b"
    ),
    r"\bpens(?:andolo|ant-ho) (?:mejor|millor|be|bien|fredament)\b|\b(?:millor|mejor) que no\b|\bbah\b",
    (
        r"\b(?:al final|finalment|finalmente) (?:res|nada)\b|\b(?<!els )(?<!los )(?<!no )(?<!ho )(?<!lo "
        r")(?:aguanto|aguantem|aguantamos)\b(?=[.,;!]|$)"
    ),
    (
        rf"\b(?:volia|voliem|queria|queriamos|iba a|anava a|pensava|pensaba)\b[^.;!?]{{0,40}}{_OUT}"
        r"[^.;!?]{0,70}"
        r"\b(?:pero (?:[^.;!?]{0,24}\b(?:ja|ya) (?:s'ha|se ha|esta)\b|pens|ara\b|ahora|al final|"
        r"finalment|prefer|millor|mejor|m'ho|me lo|continu|segu|"
        r"com\b|como)|"
        r"perque em (?:pensava|creia)|porque (?:pensaba|creia))"
    ),
    (
        r"\b(?<!quedaria )(?<!quedi )(?<!queda )(?:tot (?:aclarit|resolt)|todo (?:aclarado|resuelto))\b|"
        r"\b(?:ja|ya) (?:veig|veo) que no(?= (?:cal|toca|es)\b|[.,;!]|$)"
    ),
)
"""What was wanted, and is no more: "quería darme de baja pero pensándolo mejor sigo"."""
_REFUSED: Final = (
    rf"{_OUT}[^.;!?]{{0,40}}\b(?:menys|menos|excepte|excepto|tret de|llevat de) (?:jo|yo|mi)\b|\bm'hi nego\b",
    (
        r"\b(?:el meu|la meva|el mio|la mia)(?: numero| mobil| movil)? (?:el|la|lo) "
        r"(?:manteniu|mantingueu|conserveu|guardeu|mantened|mantengan)\b"
    ),
    r"\b(?:el|la|els) (?:de (?:l'|la |el |mi |la meva )?|del (?:meu )?)[a-z]{3,8} no(?=[.,;!]|$)",
    r"\bque no (?:(?:es|se|me) )?(?:perdi|perdem|pierda|perdamos)\b",
    r"\b(?:baixa|baja),? (?:res|nada|cap ni una)\b|\bper res del mon\b|\bpor nada del mundo\b",
    r"\bper mi,? res\b|\bpor mi,? nada\b|\bera cosa (?:seva|suya|d'ell|d'ella|de ell|de ella)\b",
    (
        r"\b(?:llista|lista|whats\w*|grup|grupo|canal)\b[^.;!?,]{0,30}\b(?:la|el|els|lo) "
        r"(?:segueixo|continuo|sigo|seguim|continuem) (?:fent|usa|utilitz|llegi|mira|leye)\w{0,5}\b"
    ),
    r"\b(?:llista|lista)\b[^.;!?]{0,60}\bla conserv(?:o|em|amos)\b",
)
_QUOTED: Final = (
    (
        r"\b(?:va dir|van dir|deia|deien|dijo|dijeron|decia|decian|va cridar|grito|gritaba|cridava)\b"
        rf"[^.;!?\"«“]{{0,40}}[\"«“][^\"»”]{{0,30}}(?:{_OUT}|"
        r"\b(?:tre|tra|esborr|borr|quit)\w{1,5}-?(?:me|nos)\b)"
    ),
    (
        r"\b(?:per|para) (?:a )?(?:la |donar-se de |darse de )?(?:baixa|baja)\b[^.;!?]{0,40}"
        r"\b(?<!em )(?<!me )(?<!ens )(?:demaneu|demanen|pedis|piden|exigiu|exigis|es demana|se pide)\b"
    ),
)
"""What another said, and what the town hall asks for."""
_UNKNOWING: Final = (
    r"\bno (?:sap|saben|sabe) que (?:es|hi es|hi son|son|esta|estan|figura) ",
    (
        r"\bno (?:m'ha|me ha|m'han|me han|ens ha|nos ha) (?:(?:demanat|pedido) (?:que|res|nada)|"
        r"(?:dit|dicho) que)\b"
    ),
    r"\b(?:nomes|solo) (?:us|os|se) (?:ho|lo) (?:faig arribar|trasllado|transmeto|passo|paso|hago llegar)\b",
    r"\bno (?:en |li |le )?se (?:el|la|su) (?:seu |seva )?(?:dni|carnet|document|documento)\b",
    (
        r"\b(?:ella|ell|ells|elles|el|ellos|ellas) no (?:(?:ho|lo) (?:sap|saben|sabe)(?=[.,;!]|$)|"
        r"(?:en |hi |n')?(?:sap|saben|sabe) (?:res|nada)\b)"
    ),
)

SECOND_THOUGHTS: Final = (
    *_THREATS,
    *_TERMS,
    *_JESTS,
    *_DRAFTS,
    *_CHANGED,
    *_REFUSED,
    *_QUOTED,
    *_UNKNOWING,
)
