"""What a text asks for besides: under the official subject, and without a word of leaving, it decides.

The subject alone makes a request of a text that tells why, or gives data alone. It does
not where the text wants a thing of its own, or says what is no reason to leave: then
somebody only had our subject at hand.
"""

import re
from typing import Final

from rules.old_reading.questions import is_courtesy
from rules.text.patterns import any_of, one_of

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
    hacerlo disculp\w{0,5} perdon\w{0,4} agra\w{1,6} cal dubte duda estigui este remove unsubscribe
    list messages? details
    desinscri\w{1,3} tre\w{1,6} esborr\w{1,5} sort\w{1,3} borr\w{1,4} quit\w{1,5} elimin\w{1,5}
    """
)
_OF_LEAVING: Final = re.compile(rf"\b{_LEAVING}\b")
_ASKS_BACK: Final = any_of(
    r"\bconfirm\w{0,4}(?:-m'ho|-ho)?\b",
    r"\b(?:falt\w{1,3}|cal|hace falta|obligatori\w?|necessari\w?|necesari\w?|necessit\w{1,4}|necesit\w{1,3}|"
    r"rebut|recibido|d'acord|oi|vale)\b",
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


_ELSE: Final = any_of(
    r"\b(?:m'encant\w{1,3}|m'agraden?|ens agraden?|me encant\w{1,3}|me gustan?|i (?:love|like)) "
    r"(?:molt |mucho )?(?:els |les |los |las |the )?(?:vostres |vuestros |your )?(?:missatges|avisos|"
    r"mensajes|messages)\b",
    r"\bseguiu aixi\b|\bseguid asi\b|\bkeep it up\b|\b(?:ja )?en parlem\b",
    r"^\W{0,3}(?:hola,? |bon dia,? )?(?:ja no cal|ya no hace falta|no cal (?:fer|que feu) res)\b",
    r"\b(?:ho he|ho hem|lo he) (?:solucionat|arreglat|solucionado|arreglado)\b|\bsilenci(?:at|ats|ant|ado|"
    r"ados|ando)\b",
    r"\besperem(?:-nos)? a\b|\b(?:dono|doy|us dono) (?:de )?marge\b",
    r"\bera (?:nomes |solo )?(?:per|para|una) (?:saludar|broma|prova|prueba)",
    r"\b(?:disculpeu|perdoneu|disculpen|perdonen|ignoreu) aquest (?:correu|missatge|mail)\b",
    r"\bli (?:ho )?reenvio\b|\bse lo reenvio\b",
    r"\b(?:es|va|ho demano) (?:per|per a) (?:a )?(?:la meva veina|el meu vei|una veina|un vei|una amiga|"
    r"un amic)\b",
    r"\baprofito (?:aquest correu )?per (?:demanar|preguntar)(?!-?\w{0,3} (?:la|que|si em|si us))",
)
"""What a text says that is no reason to leave: praise, that it is no longer wanted, somebody else's."""


def says_something_else(flowing: str) -> bool:
    """Whether folded text, under a subject that asks to leave, says what nobody who leaves would say."""
    return bool(_ELSE.search(flowing))
