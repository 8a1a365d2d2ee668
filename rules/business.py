"""What a text asks for besides: under the official subject, and without a word of leaving, it decides.

The subject alone makes a request of a text that tells why, or gives data alone. It does
not where the text wants a thing of its own, or says what is no reason to leave: then
somebody only had our subject at hand.
"""

import re
from typing import Final

from rules.folding import fold
from rules.phrases import any_of, one_of
from rules.questions import is_courtesy

_WANTING: Final = one_of(
    r"""
    vull volem voldria voldriem volia necessito necessitem queixar\S{0,3} reclam\w{1,4} arregl\w{1,4} podeu
    podrieu podries digueu\S{0,3} expliqueu\S{0,3} truqueu\S{0,3} quiero queremos quisiera pido necesito
    podeis podriais podrian pueden quejarme pouvez-vous
    """
)
_WANTS: Final = any_of(
    rf"\b{_WANTING}\b",
    r"\b(?<!ho )deman(?:o|em)\b",  # "us ho demano", "us ho adjunto": that is the leave itself
    r"\b(?<!ho )(?<!les )(?<!los )(?<!lo )adjunt(?:o|em|amos)\b",
    r"\b(?:us (?:envio|passo|faig arribar)|les envio|os envio|em queixo|em direu)\b",
    r"\b(?:hi ha una?|hay una?)\b",
    r"\b(?:i want|i need|could you|can you|je voudrais)\b",
)
_LEAVING: Final = one_of(
    r"""
    baixa baja formular\w{1,2} document\w{0,2} sol.?licitud solicitud peticio peticion autoritzacio
    autorizacion escrit escrito instancia copia fotocopia dades datos dni nie nif passaport pasaporte mobil
    movil telefon telefono numero nom nombre confirm\w{0,8} reb\w{1,5} recib\w{1,4} missatg\w{1,3}
    mensaj\w{1,3} whats\w{0,4} avis\w{0,3} llista lista grups? grupo difusio difusion notific\w{1,6}
    informacio\w{0,3} informacion servei servicio canal tramit\w{0,4} molest\w{0,5} falt\w{1,3} fer-ho
    hacerlo disculp\w{0,5} perdon\w{0,4} agra\w{1,6} cal dubte duda remove unsubscribe list messages? details
    desinscri\w{1,3} tre\w{1,6} esborr\w{1,5} sort\w{1,3} borr\w{1,4} quit\w{1,5} elimin\w{1,5}
    """
)
_OF_LEAVING: Final = re.compile(rf"\b{_LEAVING}\b")
_ASKS_BACK: Final = any_of(
    r"\bconfirm\w{0,4}(?:-m'ho|-ho)?\b",
    r"\b(?:falt\w{1,3}|cal|hace falta|necessit\w{1,4}|necesit\w{1,3}|rebut|recibido|d'acord|oi|vale)\b",
    r"\b(?:ho podeu|lo podeis|si us plau|por favor|donar|doneu|dar|treure|please|remove)\b",
)
"""Questions that belong to a leave: "m'ho podeu confirmar?", "falta res?"."""

_WHICH: Final = re.compile(r"\b(?:quin\w{0,2}|quant\w{0,2}|cual\w{0,2}|cuant\w{1,2}|arregl\w{1,4})\b")


def is_other_business(sentence: str) -> bool:
    """Whether a folded sentence asks for something that is neither leaving nor to do with it."""
    if is_courtesy(sentence):
        return False
    if sentence.endswith("?"):
        return not _ASKS_BACK.search(sentence) or bool(_WHICH.search(sentence))
    return bool(_WANTS.search(sentence)) and not _OF_LEAVING.search(sentence)


_BESIDE: Final = """
    aixo aqui teniu ho tot lo dicho segons segun instruccions instrucciones web avis aviso assumpte
    asunto setmana semana any ano nou nuevo estiu hivern tardor primavera revetlla festes festa fiestas
    nadal pasqua records tothom todos tots totes gent poble feina be bien vagi vaya molt mucho cordials
    abracades petons segon primer cas si acas escaigut disculpes majuscules treure'les minuscules
    castella catala sota dalt mes avall signat signatura firmado firma adjunt adjunto adjunta adjuntes
    document original correcte escrit llarg temps siguin sigui com diu tal conforme seguint seguents
    propi aquest aquesta aquests aquestes son es titol motiu personal personals particular particulars
    treballeu treball doncs tens maca maco guapa paciencia maques hora passar passar-m'ho
    contesto sota fet fer-ho
    sempre havia van va asunto puente pilar hasta perdonad escriba escriure castellano lletra letra ene
    hac correu mail adreca direccio direccion c carrer calle placa plaza pl av fax fix fixe cp advocada
    advocat abogado abogada collegiada collegiat col·legiada col·legiat ara
"""
FAREWELLS: Final = frozenset(_BESIDE.split())
"""What stands beside somebody's data and says nothing: how one greets, thanks and encloses."""

_AGAIN: Final = (
    r"(?:la |el |com a |per )?(?:segona|tercera|quarta|ultima|enesima|segunda|cuarta) (?:vegada|vez)|"
    r"segon cop|tercer cop|"
    r"\b(?:ho|la|lo|us ho|hi) (?:torn|repet|reiter|demano|demanem|pido|vaig demanar|vam demanar|"
    r"he demanat)\w*|"
    r"\b(?:vaig|vam|he|hem) (?:ja )?(?:demanar|demanat|escriure|enviar|dir)|\bpedi\b|\b(?:encara|continuo|"
    r"segueixo|"
    r"aun|todavia|sigo|still)\b[^.;:!?]{0,20}\b(?:reb|arrib|recib|lleg|get)|\bdonat de baixa\b|\brecordatori"
)
_ANSWER: Final = (
    r"\b(?:m'havia deixat|em faltava|me faltaba|m'oblidava|se'm va (?:passar|oblidar)|no hi vaig (?:pensar|"
    r"caure)|aqui (?:ho |les? |els? "
    r"|la )?(?:teniu|tens|va|van|tienen)|(?:contesto|responc|respondo)\b|gracies per la paciencia|dat(?:os|"
    r"a) (?:van|estan)|dades (?:son|van)|"
    r"(?:com|como|tal com) (?:em |me |m')(?:van |va |han |ha |vau )?(?:dir|dit|dijo|dijeron|dijisteis|"
    r"indic\w{1,5})|"
    r"(?:ho|lo) (?:sol.?licita|solicita|demana|pide))\b"
)
"""She answers our letter, or does what she was told to do."""
_ASKING: Final = (
    r"\b(?:donar|doneu|dar|den|deme|denme|fer|feu|vull|voldria|volem|demano|demanem|tramit\w{1,4}|"
    r"sol.?licito|quiero|"
    r"solicito|pido|ser|causar|document|formulari|sol.?licitud|solicitud|peticio|escrit|instancia|adjunt\w|"
    r"favor|"
    r"sisplau|plau|per tant|vegada|vez)(?:-?me|-nos|'m)?,?:? (?:l[ae] )?(?:meva |mi |"
    r"nostra )?(?:de )?(?:baixa|baja)\b|"
    r"\b(?:voudrais|souhaite|demande) (?:la |ma |une )?\W?(?:baixa|baja)\b|:\s?(?:baixa|baja)\b|\b(?:baixa|"
    r"baja),? (?:si us plau|sisplau|por favor|per favor)|"
    r"\b(?:tre[iu]|tra[gi]|esborr|elimin|borr?[aeo]|quit|suprim|desapunt|desinscri|desuscri|saqu|sac[aoq]|"
    r"remov|"
    r"unsubscrib|"
    r"delet)\w{0,8}\b|\btake (?:me|us|my|off)\b|\bopt out\b|\b(?:deix|dej)(?:o|em|ar|amos)\b(?! (?:estar|"
    r"correr))|"
    r"\b(?:pleg(?:o|uem|ar)|surto|sortim|sortir|marxo|marxem|salir|salgo|me'n vaig|ens n'anem|m'esborro|"
    r"fora)\b|"
    r"\b(?:no|ni) (?:en |els |ho |hi |lo |los |us |m'hi |em |me |ens |nos )?(?:vull|volem|quiero|queremos|"
    r"voldria)\b|"
    r"\bprou\b|\bno more\b|\bdon't want\b|\bno (?:m'|em |ens |me |nos )?(?:en |n')?(?:envi|mand|escriv)"
)
_REASON: Final = (
    # it is of no use, or too much
    r"\bno (?:em|ens|me|nos|m'|li|els|le|les|hi|en|ho|lo|los) ?(?:pas )?(?:\w{1,3} )?(?:cal\w?|fa|fan|fem|"
    r"faig|serve\w{1,4}|sirve\w?|"
    r"interess?\w{1,3}|hace|hacen|necessit\w{1,3}|necesit\w{1,3}|entenc|entiend\w|entenem|aclar\w{1,4}|veig|"
    r"veu|veo|"
    r"sento|arrib\w|llegeix\w{0,2}|leo|mir\w{1,2}|us\w{1,2}|utilitz\w{1,3}|aprofit\w|compens\w|cap\w?|"
    r"cab\w{1,2})\b|"
    r"\b(?:ja|ya) no (?!cal\b(?! que)|hace falta\b(?! que)|fa falta\b(?! que)|en rebo|rebo)|\b(?:no longer|"
    r"any ?more)\b|"
    r"\bja ni\b|\b(?:massa|demasiad\w{1,2}|too (?:many|much))\b|\b(?:molest|atabal|estress|cansa|marej|"
    r"angoix|desperta)\w{0,3}\b|"
    r"\bno (?:soc|soy|som|visc|vivim|vivo|vivimos|uso|tinc|tenim|tengo|tenemos|use|live|need)\b|"
    # she moved, sold, retired; somebody died; her eyes, her telephone
    r"\b(?:venut|venuda|vendre|vendido|vendimos|sold|sell|llogat|alquilad\w|traspassat|tancat|cerrado|"
    r"jubil\w{1,4}|retired|"
    r"mud(?:o|em|at|ada|ats|ades|amos)|muda(?:do|r\w{0,3})|moved|moving|trasllad\w{1,4}|traslad\w{1,4}|"
    r"canvi de (?:residencia|domicili|poble|"
    r"feina|vida)|cambio de (?:residencia|domicilio)|canvia(?:t|da) de (?:poble|feina|casa|residencia)|"
    r"(?:visc|vivim|viu|viuen|vivo|vivimos|vive|live) (?:a|amb|en|con|in|at|lluny|fora|lejos|fuera)|"
    r"he marxat|hem marxat|"
    r"vaig marxar|vam marxar|regres\w{1,3}|residencia|difunt\w?|va morir|ha mort|murio|fallec\w{1,4}|"
    r"passed away|"
    r"separat|divorcia\w{1,3}|operat|cataract\w{1,3}|ulls|vista|cegues\w?|memoria|espai|bateria|cobertura|"
    r"mobil d'empresa|"
    r"mobil de l'empresa|nomes per trucar|nomes (?:hi )?(?:vinc|pujo|venim|pugem)|per duplicat|duplicats?|"
    r"dues vegades|repeti\w{1,2}|"
    r"segona residencia|acabat (?:les |el |la |l')|acabaren|la meva (?:dona|filla|germana|parella) ja|"
    r"el meu (?:marit|home|fill) ja|"
    r"(?:both|tots dos|totes dues|els dos) (?:get|els? rebem|ho rebem|la rebem)|numero equivocat|motiu:|"
    r"motivo:|la casa)\b|"
    r"\b(?:(?:vaig|vam|van|va) apuntar|me apunte|cap queixa|ninguna queja|nou propietari|nuevo propietario|"
    r"m'informo|me informo|"
    r"vuelvo a|hagiu (?:fet|tret|donat|esborrat))\b|\b(?:ple|plena|nosa|poc|poco|gaire|mateixos avisos|"
    r"no val|no vale|je ne)\b|\b(?:us segueixo|m'entero|"
    r"m'assabento|me entero|ja ho (?:veig|llegeixo|miro))\b"
)
_TELLS_WHY: Final = re.compile(f"{_AGAIN}|{_ANSWER}|{_ASKING}|{_REASON}")


_PRINTED: Final = re.compile(
    r"^[^\n]{0,4}(?:abans d.imprimir|antes de imprimir|confidencialitat|confidencialidad|av[ií]s legal|"
    r"aviso legal|"
    r"aquest missatge (?:és|i els seus)|este mensaje (?:es|y sus)|think before|before printing)[^\n]{0,2000}",
    re.MULTILINE | re.IGNORECASE,
)
"""What a mail program or an office prints below."""
_ITEM: Final = re.compile(
    r"^\s{0,8}\d{1,2}[).] |^[^\n]{0,200}\b\d{5}\b ?,? ?[^\W\d]{2,20}\W{0,4}$|\bc/ ?[^\n,]{2,40}", re.MULTILINE
)


def without_items(text: str) -> str:
    """A text without the numbers of a list, addresses, courtesies and printed feet: they say nothing."""
    text = _ITEM.sub(" ", _PRINTED.sub(" ", text))
    return "".join(" " if is_courtesy(fold(part).strip()) else part for part in _SENTENCE.findall(text))


_SENTENCE: Final = re.compile(r"[^.!?\n]{0,400}[.!?\n]|[^.!?\n]{1,400}")


def tells_why(flowing: str) -> bool:
    """Whether folded text without a plain wish tells why somebody leaves, asks loosely, or asks again."""
    return bool(_TELLS_WHY.search(flowing))
