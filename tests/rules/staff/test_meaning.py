"""What a line that orders nothing may mean: the order, whom, and whether anything was done at all."""

from datetime import date

import pytest

from rules.staff.grammar import Verb
from rules.staff.meaning import meant_by, says_done

MONDAY = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("line", "verb", "items"),
    [
        ("BAIXA 12", Verb.LEAVE, ("A-0012",)),
        ("Hola, baixa la 12 sisplau", Verb.LEAVE, ("A-0012",)),
        ("MOTIU 12 era a reparar el 7 de novembre", Verb.REASON, ("A-0012",)),
        ("1 i 2 fets", Verb.ACTIVATED, ("A-0001", "A-0002")),
        ("Ja he tret la 7 i el 8", Verb.TAKEN_OFF, ("A-0007", "A-0008")),
        ("he esborrat el 612 34 56 78", Verb.TAKEN_OFF, ("+34612345678",)),
        ("Ja hem afegit la Maria Puig", Verb.ACTIVATED, ()),
        ("La Roser la vaig posar ahir", Verb.ACTIVATED, ()),
        ("La Maria Puig ja no hi és", Verb.TAKEN_OFF, ()),
        ("Maria Puig ya está en el teléfono", Verb.ACTIVATED, ()),
        ("Ha trucat la Pia i diu que la traguem de la llista", Verb.LEAVE, ()),
        ("Vaig dir BAIXA A-0007 i no era ell. Desfeu-ho, sisplau", Verb.UNDO, ("A-0007",)),
        ("Doneu de baixa la Pia", Verb.LEAVE, ()),
        ("He tret 3 bosses del carrer el 7 de maig", Verb.TAKEN_OFF, ()),
        ("Alta d'aigua al carrer Major 12", None, ()),
        ("Us passo la baixa mèdica de la Pia", None, ()),
        ("La Pia està de baixa", None, ()),
        ("La Pia ja té el número nou al telèfon, el vell l'he esborrat", Verb.RECORD, ()),
        ("La Pia ha canviat de número", None, ()),
        ("La Maria Puig demana hora per al jutge", None, ()),
        ("Truqueu al 612 34 56 78", None, ("+34612345678",)),
    ],
)
def test_what_a_line_may_mean(line: str, verb: Verb | None, items: tuple[str, ...]) -> None:
    meant = meant_by(line, today=MONDAY)

    assert (meant.verb, meant.items) == (verb, items)


@pytest.mark.parametrize(
    "line",
    [
        "Encara no he tret la Maria Puig",
        "La Maria Puig encara no és al telèfon",
        "Demà trauré la Maria Puig",
        "No he pogut treure la Maria",
        "Ja he tret la Maria?",
        "Hem de treure la Maria Puig",
        "Quan vingui l'hauré tret",
        "Traieu la Maria Puig del telèfon",
    ],
)
def test_what_was_not_done_is_not_said_to_be_done(line: str) -> None:
    assert says_done(line) is None
