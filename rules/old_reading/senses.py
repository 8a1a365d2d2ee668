"""What a text can say about leaving the list: the answers of `leave`."""

from dataclasses import dataclass
from enum import StrEnum

from rules.findings import Doubt


class Sense(StrEnum):
    """What a text says about leaving. The value is said to staff."""

    REQUEST = "demana la baixa de la llista"
    BARE = "demana una baixa sense dir de què"
    MIXED = "demana una baixa i una alta alhora"
    QUESTION = "pregunta per la baixa"
    REFUSAL = "diu que no vol la baixa, o es queixa d'haver-la tinguda"
    TAKE_BACK = "es fa enrere d'una petició"
    CONDITION = "posa una condició a la baixa"
    PART = "només no vol una part dels missatges, o els vol d'una altra manera"
    MAYBE = "encara no ha decidit donar-se de baixa"
    CHANGE = "diu que ha canviat de número"
    CORRECTION = "vol corregir dades"
    OTHER_LIST = "parla d'una llista que no és la de l'Ajuntament"
    OTHER_MATTER = "parla d'una altra mena de baixa"
    BOTH_MATTERS = "parla de la llista i d'una altra mena de baixa"
    THANKS = "dona les gràcies o respon, sense demanar res"
    MENTION = "parla de baixes o de la llista sense que quedi clar què demana"
    NONE = "no parla de deixar la llista"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """What a message says about leaving; `words` are those that decided.

    `rests_on_subject`: only the subject says which list is meant. `is_silent`: the text has no wish;
    `is_told`: it only tells of one.
    """

    sense: Sense
    words: str = ""
    doubts: tuple[Doubt, ...] = ()
    rests_on_subject: bool = False
    is_silent: bool = False
    is_told: bool = False
