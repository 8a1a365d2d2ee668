"""What looks like a sign of doubt and is none: how one came onto the list, why it is not needed, goodbyes.

For folded text; `hesitation` strikes these out before it looks for doubts.
"""

import re
from typing import Final

from rules.text.patterns import any_of

_JOINED: Final = (
    r"(?:apunt\w{1,5}|inscri\w{1,5}|subscri\w{1,5}|afegi\w{1,3}|suscrib\w{1,4}|posar|poner|puso|pusieron|"
    r"(?:donar|dar|dieron|dio|di) (?:d'|de )alta)"
)
_NO_LEAVING: Final = r"(?:(?!\b(?:baix|baj|tre[iu]|trag|trai|esborr|borr|quit|sac))[^.;:!?])"
HARMLESS: Final = tuple(
    re.compile(sign)
    for sign in (
        # how somebody came to be on the list: "em vau apuntar per error", "m'hi vaig apuntar sense voler"
        (
            rf"\b(?:em|ens|m'hi|ens hi|me|nos|m') ?(?:(?:va|van|vau|vareu|varen|vaig|vam|ha|han|he|heu) "
            rf")?{_JOINED}{_NO_LEAVING}{{0,30}}? "
            r"(?:per error|por error|sense voler|sin querer|per equivocacio|por equivocacion)\b"
        ),
        (
            rf"\b(?:va|van|ha|han|me) {_JOINED}\b{_NO_LEAVING}{{0,60}}\b(?:jo|yo) no "
            r"(?:ho|lo|en|la|els|los) "
            r"(?:vull|volia|voldria|necessito|he demanat|vaig demanar|quiero|queria|necesito|he pedido|"
            r"pedi)\b"
        ),
        # why it is not needed: "ja ho veig per l'Instagram", "el mòbil només el faig servir per trucar"
        (
            r"\b(?:m'assabento|me n'assabento|m'entero|me n'entero|me entero|veig|veiem|llegeixo|llegim|"
            r"miro|mirem|"
            r"trobo|segueixo|seguim|consulto|tinc|tenim|vaig veure|veo|leo|sigo|seguimos|quedar-?(?:me|"
            r"nos) amb|tengo)\b[^.,;:!?]{0,40}\b(?:facebook|instagram|telegram|butlleti|boletin)\b"
        ),
        (
            r"\b(?:nomes|solo) (?:el|la|els|lo|los) (?:faig servir|fa servir|fan servir|far(?:e|em|a|"
            r"an) servir|tinc per|te per|uso|"
            r"usa|"
            r"utilitz\w{1,4}|tengo para|tiene para|vol per|quiere para)\b"
        ),
        r"\b(?:que|perque|ja que) d'aqui a [\w' ]{2,16} (?:marx|torn|pleg|ens n'an|baix)(?:em|o|arem|are)\b",
        # giving up, and then the wish: "al final ho deixo córrer. Doneu-me de baixa"
        (
            r"\b(?:ho deixo|lo dejo)(?: correr| estar)?\b(?=[^.;!?]{0,120}[.;!] (?:(?:us (?:demano|"
            r"prego) que|"
            r"si us plau|sisplau|per tant),? )?(?:doneu-me|em doneu|traieu-me|em traieu|esborreu-me|"
            r"dadme|denme)\b)"
        ),
        # meanwhile, in a time that is over, and when the messages come
        (
            r"\b(?<!llista )(?<!lista )(?<!whatsapp )(?<!grup )(?<!grupo )(?<!avisos )(?<!baixa )(?:mentre|"
            r"mientras) (?:[\w'·]{1,12} ){0,4}?\w{2,12}(?:ava|aven|avem|avau|ien|iem|aba|aban|"
            r"abamos|"
            r"ian|iamos)\b|\b(?:mentre|mientras) (?:[\w'·]{1,12} ){0,4}?(?:tenia|vivia|feia|hacia|soc alla|"
            r"hi vivia)\b|"
            r"\b(?:entr\w{1,3}|arrib\w{1,3}|lleg\w{1,3}|son[ae]n?|xiul\w{1,3}|pit\w{1,3}|"
            r"molest\w{1,3}) (?:justo |just )?"
            r"(?:mentre|mientras)\b"
        ),
        (
            r"\bpero no (?:me'n surto|ens en sortim|m'hi aclareixo|m'hi entenc|"
            r"m'interess\w{1,3}|me interes\w{1,3}|em cal|em calen|em fa falta|me hace falta|"
            r"hi veig|hi sento|m'aclareixo|me aclaro|"
            r"(?:ho|el|els|lo|los) (?:necessito|necesito|faig servir|miro|llegeixo|leo|entenc|entiendo|uso)|"
            r"(?:vull|volem|quiero|queremos) (?:rebre|recibir) (?:mes|mas))\b"
        ),
        (
            r"\b(?:no|tampoc|tampoco|ni) (?:em |me |ens |nos |m')?(?:vull|volem|voldria|desitjo|quiero|"
            r"queremos|deseo|"
            r"deseamos|interessa|interesa) (?:pas |ja |ya )?(?:de )?(?:seguir|continuar|quedar-me|quedarme) "
            r"(?:a|al|en|dins|formant|formando)\b"
        ),
        r"\bpero no hi ha (?:manera|forma)\b",
        (
            r"\bpero no (?:se si (?:ha |us |ho |va |he )|(?:trobo|recordo|encuentro|recuerdo)\b|"
            r"hi (?:soc|visc|vinc|pujo|vaig|estic)\b)"
        ),
        # who tells her the news
        (
            r"\b(?:enter|assabent|explic|cont|dir|diu|dice|avis)\w{0,6} (?:tot |todo |igualment )?(?:per|"
            r"por|amb|con) (?:mi|la meva|el meu) (?:vei|veina|vecin[oa])\b"
        ),
        (
            r"\b(?:es pensa|pensa|es creu|creu|se cree|cree|piensa|em penso|me pensava|"
            r"pensava) que [^.;:!?]{0,40}"
            r"\balcald\w{1,4}"
        ),
        # what is others' to say
        (
            r"\bem (?:substitu|rellev|releva)\w{1,5} (?:i|y) (?:ja |ya )?(?:us|os) (?:ho )?(?:dir|"
            r"avisar|escriur|"
            r"escribir)a\b[^.;!?,]{0,30}"
        ),
        (
            r"\b(?:successor\w?|propietari\w{0,2}|llogater\w?|inquilin\w{1,2}|duen\w{1,2}|hereus?|nous|"
            r"(?:qui|els que) (?:vingui\w?|vinguin|compri|comprin|hi visqui))\b[^.;!?]{0,40}\b(?:ja |"
            r"ya )?(?:us|os|vos) "
            r"(?:ho |lo )?(?:dir|escriur|escribir|avisar|demanar|trucar)(?:a|an)\b[^.;!?]{0,40}"
        ),
        # what is over
        (
            r"\b(?:rented|lived|worked|stayed|taught|studied)\b[^.;!?]{0,40}\b(?:until|till) "
            r"(?:the (?:end|beginning) of )?"
        ),
        # what she cannot do: "però no sé treure les majúscules"
        r"\bpero no (?:ho )?(?:se|sabem|sabia) (?:pas |ben be )?(?!si\b|com\b|que\b)\w{2,9}(?:r|re)\b",
        (
            r"\bpero si (?:pot ser|podeu|cal|fa falta|es possible|es posible|puede ser|pueden|necessiteu|"
            r"necesitan|hace falta|no us)\b"
        ),
        # what is done with the telephone itself
        (
            r"\b(?:don(?:arem|are|em|o)|dar(?:emos|e)|damos) de (?:baixa|baja) (?:de|a) la "
            r"(?:companyia|compania|operadora)\b[^.;!?]{0,30}"
        ),
        # a season that is worked elsewhere
        r"\b(?:fer|fent|faig|fem|hacer|haciendo|hago) (?:la |una )?temporada\b",
        r"\b(?:bona|buena) temporada\b(?=[ ,]{0,2}(?:i|y|a|per|para|[.!\n~]|$))",
        # a season that is over
        r"\b(?:ten\w{1,4}|hav\w{1,4}|hem|vam|vaig|va) [^.;:!?]{0,40}\btemporada d[e']",
        (
            r"\b(?:ja |ya )?(?:termine|terminamos|acabe|acabamos|he acabat|hem acabat|vaig acabar|"
            r"vam acabar|he terminado|hemos terminado) (?:ja |ya )?(?:la|una) temporada\b"
        ),
        # what else there is to come for
        (
            r"\b(?:ja |ya )?(?:vindr|passar|portar|trucar|pujar|baixar|vendr|llevar|subir)(?:e|em|emos|"
            r"an)\b[^.;:!?]{0,40}\b(?:mes endavant|mes tard|mas adelante|mas tarde)\b"
        ),
        # which of his numbers it is
        (
            r",? (?:i |y )?no (?:pas )?(?:el|la) (?:del?|de la|de l'|dels) ?(?:despatx|feina|fix|oficina|"
            r"trabajo|empresa|despacho|botiga|casa|treball)\b"
        ),
        # to whom the house went
        (
            r"\b(?:ven\w{1,5}|regal\w{1,4}|llog\w{1,4}|traspass\w{1,4}|alquil\w{1,4})(?: \S{1,10}){0,3}? "
            r"(?:al|a la|a mi|al meu|a la meva) (?:vei|veina|vecino|vecina|llogater\w?|inquilin[oa])\b"
        ),
        # whose wish a relative passes on
        (
            r"(?:(?:^|[.!?\n]\s{0,3})|\b(?:mare|pare|avia?|iai[oa]|padri(?:na)?|tieta?|oncle|madre|padre|"
            r"abuel[oa]|tia|tio|home|dona|"
            r"marit|marido|mujer|sogr[ea]|suegr[oa])\b[^.;:!?]{0,40} )(?:ella |ell |el )?(?:diu|"
            r"dice)(?: (?:la |el |l'|mi )?(?:mare|pare|avia?|iai[oa]|padri(?:na)?|madre|padre|abuel[oa]))? "
            r"que (?:el|la|lo) "
            r"(?=(?:tre[iu]|tragu|traie|esborr|elimin|borr|quit|don(?:eu|i)|den\b|desapunt|saqu))"
        ),
        (
            r"\b(?:el|la) (?:mobil|telefon|numero|movil|telefono) [^.;:!?]{1,40}"
            r"\b(?:deixeu|deja\w{1,2}) (?:tal )?como? (?:esta|estan)\b"
        ),
        r"\bsi no ho he fet be\b|\bsi m'he equivocat\b|\bm'he equivocat d(?:e |')(?:adreca|bustia|correu)\b",
        r"\bquedar-?(?:me|nos)(?:-hi)? (?:nomes |solo |sols )?(?:amb|con)\b",
        (
            r"\b(?:em|ens|me|nos) qued\w{1,3} (?:gaire |casi |quasi )?(?:memoria|espai|lloc|temps|bateria|"
            r"sitio|espacio|res|nada)\b"
        ),
        (
            r"\b(?:diu|diuen|dice|dicen) que (?:em|me|m') ?(?:n')?(?:quit|borr|desapunt|desinscri|tregu|"
            r"esborr|doni\b|de de\b)\w{0,4}"
        ),
        (
            r"\b(?:mantingueu|manteniu|mantinguin|mantengan|deixeu)(?:-me)? (?:el meu|la meva|mi) "
            r"(?:correu|e?-?mail|adreca|correo)"
        ),
        (
            r"\b(?:em|es|ens|me|se|nos) qued\w{1,3} (?:sense|sin|penjat|colgado|bloquejat|"
            r"(?:amb |con )?el (?:mobil|telefon|movil|telefono))\b"
        ),
        r"\b(?:em|ens|me|nos) continu\w{1,3} (?:arrib|lleg|envi|sona)\w{1,4}\b",
        r"\bno se (?:ben be |pas )?que (?:cal fer|he de fer|haig de fer|tengo que hacer|hay que hacer)\b",
        r"\b(?:cartell|web|pagina|avis|full|cartel|aviso) (?:hi )?(?:diu|dice)\s?:",
        (
            r"\b(?:vei|veina|vecino|vecina)(?: (?:ja|ya))? (?:m'|em |me |ens |nos )(?:ho |lo )?"
            r"(?:diu|explica|avisa|cuenta|dice|va dir|ajuda|ayuda)\b"
        ),
        # what was, for years or on a day that is past
        (
            r"\b(?:vaig|vam|va|van|(?:he|hem|ha)(?! (?:decidi|pensa|acorda|resol|quedat))|escribi|pedi|"
            r"pedimos|firme|envie|vau|atorgat|signat|firmat|prestat|donat|"
            r"otorgado|firmado|prestado)\b[^.;:!?]{0,60}?"
            r"\b(?:el |dia |l'){1,2}\d{1,2} d(?:e |')[a-z]{3,10}\b|"
            r"\b(?:el |dia |l'){1,2}\d{1,2} d(?:e |')[a-z]{3,10}\b[^.;:!?]{0,20}\b(?:vaig|vam|us vaig|va|"
            r"van|vau|os escribi|pedi|rebia)\b"
        ),
        (
            r"\bdurante? (?:tots |todos |tot |todo )?(?:aquests?|aquest|estos|este|molts|muchos|tants|"
            r"tantos) (?:anys|anos|temps|tiempo)\b"
        ),
        r"\b(?:fins al (?:dia d'avui|moment)|hasta (?:el dia de hoy|el momento|la fecha))\b",
        (
            r"\b(?:va morir|va faltar|ens va deixar|ha mort|murio|fallec\w{1,5}|traspass\w{1,3}|nascu[dt]a?|"
            r"nacid[oa]|vam vendre|vaig vendre)\b[^.;:!?]{0,30}?\b(?:el |dia )?\d{1,2} d(?:e |')[a-z]{3,10}\b"
        ),
        r"\b(?:fins|hasta) que (?:(?:em|ens|es|la|el|els|me|nos|se) )?(?:vaig|va|vam|van|murio|fallecio)\b",
        r"\bno hi (?:torn|pug|puj|vin|ven)\w{1,4} fins\b",
        # that one may join again some day
        (
            r"\b(?:si )?(?:mes endavant|algun dia|un dia|mes tard|mas adelante|mas tarde)\b[^.;!?]{0,60}"
            r"\b(?:torn|volve)(?:are|arem|re|remos) a (?:apunt|inscri|subscri|suscri|entrar|donar-me d'alta|"
            r"darme de alta|demanar l'alta|pedir el alta)\w{0,6}"
        ),
        (
            r"\b(?:quan|cuando) [^.;:!?]{1,40}\b(?:torn(?:are|arem)|volver(?:e|emos))(?:-m'hi| a|"
            r" m'hi)? ?a? ?(?:apunt|inscri|subscri|entrar|donar-me d'alta)\w{0,4}"
        ),
        (
            r"\b(?:hora|hores|horas|minuts|minutos|any|anys|mesos|dies|setmanes|ano|anos|meses|dias) "
            r"(?:mes tard|mas tarde)\b"
        ),
        (
            r"\b(?:voy|vamos|vengo|venimos|vaig|anem|vinc|venim|pujo|pugem|hi soc|hi som|estoy|"
            r"estamos) (?:alli |aqui )?"
            r"(?:nomes|solo|sols) (?:en|a|al|els|los|por|per|quinze|quince|dos|un|una)\b"
        ),
        # what stays is a thing
        (r"\b(?:casa|pis|piso|clau|hort|gos) (?:ja |ya )?(?:es|se|s'ha) qued\w{1,3}\b"),
        r"\bno (?:me|em|ens|nos|li) (?:queda|queden|quedan)\b(?! clar)",
        (
            r"\b(?:se|s'ha|es va|me) qued(?:o|at|ada|ar|aron) (?:viud|vidu|sol|sorda?|coix|sense|sin|buid|"
            r"vaci|embaras)\w{0,3}\b"
        ),
        r"\b(?:lloguer|alquiler|contracte|contrato|pis|piso|casa|feina|trabajo) de temporada\b",
        r"\b(?:mejor proceda|millor procedeixi),? (?:dice|diu|exposa|expone) ?:",
        # how a writ begins
        r"\b(?:compareix|comparece)\b[^.;:]{0,60}\b(?:diu|dice|exposa|expone) ?:",
        r"\bpero no (?:se|sabem) com (?:es|s'han de|es poden|ho) (?:tre|posa|fa|canvi|arregl)\w{0,4}\b",
        (
            r"\b(?:nomes|solo) (?:vull|quiero|voldria|demano|pido) (?:sortir(?! a )|donar-me|que em|"
            r"que m'|que me|deixar|salir|darme)\b"
        ),
        # how one says goodbye
        (
            r"(?:^|[.!?] )(?:fins|hasta) (?:a |al |el )?(?:l')?(?:estiu|hivern|tardor|primavera|agost|verano|"
            r"invierno)!"
        ),
        (
            r"\b(?:salut|adeu|salutacions|records|gracies|saludos|gracias) (?:i |y )?"
            r"(?:fins|hasta) (?:a |al |el )"
        ),
        r"\b(?:fins a la (?:propera|proxima|vista)|hasta la (?:vista|proxima))(?=[.!]|$)",
    )
)
"""What looks like a sign of doubt and is none."""
CAUTIONS: Final = any_of(
    r"\bmentre (?:sop|din|dorm|condu|treball|cuin|esmorz)\w{1,4}\b",
    (
        r"\b(?:em|me|ens|nos) qued\w{1,4} (?:a|en|ja a) (?:viure|vivir|treballar|trabajar|casa(?! de)|"
        r"estudiar)\b"
    ),
    r"\b(?:nomes|solo) (?:les|las) (?:trucades|llamadas)\b",
    (
        r"\bsi (?:mai|algun dia|un dia|alguna vez) [^.;!?]{1,40}?\b(?:us|os|vos|se) (?:ho |"
        r"lo )?(?:dir|avisar|escriur|escribir|demanar|pedir)\w{1,4}"
    ),
    (
        r"\b(?:quan|cuando) (?:marxi|vingui|arribi|torni|passi|se vaya|venga|llegue|pase) (?:la |el |l')"
        r"(?:neu|boira|fred|calor|bon temps|pluja|nieve|frio|buen tiempo|lluvia)\b"
    ),
    (
        r"\bno (?:m'|me |ens |nos |em )(?:envi|mand)\w{1,5} (?:mai |nunca )?(?:cap|res|ningun\w?|"
        r"nada)\b(?! mes| mas)"
    ),
    r"(?:^|[.!?\n]) ?fins (?:a |al |a la |a l')[a-z' ]{3,25}!",
    r"\b(?:aquesta|esta) temporada (?:ja )?(?:treball|trabaj)\w{1,5}\b",
    r"\b(?:se acabo|s'ha acabat|ha acabat|fi de|final de|la otra|l'altra) (?:la )?temporada\b",
    (
        r"\b(?:mobil|telefon|movil|telefono|linia|aparell) (?:ja |ya )?(?:es|se) queda (?:a|en) (?:casa|"
        r"un calaix|el cajon)\b"
    ),
)
"""What is mostly none: it makes no doubt of a wish, but a person looks at it first."""
