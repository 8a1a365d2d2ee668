"""What a text asks for besides: under the official subject, and without a word of leaving, it decides.

The subject alone makes a request of a text that tells why, or gives data. It does not
where the text wants a thing of its own: then somebody only had our subject at hand.
"""

import re
from typing import Final

_WANTS: Final = re.compile(
    r"\b(?:vull|volem|voldria|voldriem|volia|(?<!ho )demano|(?<!ho )demanem|necessito|necessitem|"
    r"us (?:adjunto|envio|passo|"
    r"faig arribar)|"
    r"(?<!ho )(?<!les )(?<!los )(?<!lo )adjunt(?:o|em|amos)|em queixo|queixar\S{0,3}|reclam\w{1,4}|"
    r"arregl\w{1,4}|podeu|podrieu|podries|em direu|"
    r"digueu\S{0,3}|"
    r"expliqueu\S{0,3}|hi ha una?|hay una?|truqueu\S{0,3}|quiero|queremos|quisiera|pido|necesito|"
    r"les envio|os envio|podeis|"
    r"podriais|podrian|"
    r"pueden|quejarme|i want|i need|could you|can you|je voudrais|pouvez-vous)\b"
)
_OF_LEAVING: Final = re.compile(
    r"\b(?:baixa|baja|formular\w{1,2}|document\w{0,2}|sol.?licitud|solicitud|peticio|peticion|autoritzacio|"
    r"autorizacion|"
    r"escrit|escrito|instancia|copia|fotocopia|dades|datos|dni|nie|nif|passaport|pasaporte|mobil|movil|"
    r"telefon|telefono|numero|nom|"
    r"nombre|"
    r"confirm\w{0,8}|reb\w{1,5}|recib\w{1,4}|missatg\w{1,3}|mensaj\w{1,3}|whats\w{0,4}|avis\w{0,3}|llista|"
    r"lista|grups?|"
    r"grupo|difusio|difusion|notific\w{1,6}|informacio\w{0,3}|informacion|servei|servicio|canal|"
    r"tramit\w{0,4}|molest\w{0,5}|"
    r"falt\w{1,3}|fer-ho|hacerlo|disculp\w{0,5}|perdon\w{0,4}|agra\w{1,6}|cal|dubte|duda|remove|unsubscribe|"
    r"list|"
    r"messages?|details|desinscri\w{1,3}|tre\w{1,6}|esborr\w{1,5}|sort\w{1,3}|borr\w{1,4}|quit\w{1,5}|"
    r"elimin\w{1,5})\b"
)
_ASKS_BACK: Final = re.compile(
    r"\b(?:confirm\w{0,4}(?:-m'ho|-ho)?|ho podeu|lo podeis|falt\w{1,3}|cal|hace falta|necessit\w{1,4}|"
    r"necesit\w{1,3}|"
    r"rebut|recibido|d'acord|oi|vale|si us plau|por favor|donar|doneu|dar|treure|please|remove)\b"
)
_WHICH: Final = re.compile(r"\b(?:quin\w{0,2}|quant\w{0,2}|cual\w{0,2}|cuant\w{1,2}|arregl\w{1,4})\b")


def is_other_business(sentence: str) -> bool:
    """Whether a folded sentence asks for something that is neither leaving nor to do with it."""
    if sentence.endswith("?"):
        return not _ASKS_BACK.search(sentence) or bool(_WHICH.search(sentence))
    return bool(_WANTS.search(sentence)) and not _OF_LEAVING.search(sentence)
