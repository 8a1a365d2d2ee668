"""A staff order that is not right is refused with the sentence that says why; one that is right is not."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from daemon.letters.sentences import in_catalan
from rules.books.subscription import LIVING, Refusal, State, Subscription, What, step
from rules.desk import objections
from rules.findings import Why
from rules.staff.grammar import Order, Verb
from tests.rules.persons import JORDI, NOW, NURIA, OTHER_MOBILE, PERE, ROSER, but, days, held, hers

TZ = ZoneInfo("Europe/Madrid")
ANY = set(State)


def told(why: Why | None) -> str | None:
    return None if why is None else in_catalan(why)


# --- whom it is about -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "states"),
    [
        (Verb.ACTIVATED, {State.REQUESTED, State.CONSENTED, State.DUE}),
        (Verb.TAKEN_OFF, {State.LEAVING}),
        (Verb.UNDO, {State.LEAVING, State.LEFT}),
        (Verb.LEAVE, LIVING),
        (Verb.DISCARD, {State.REQUESTED, State.CONSENTED}),
        (Verb.CORRECT, LIVING),
        (Verb.CONSENT, ANY),
        (Verb.REASON, ANY),
    ],
)
def test_of_all_with_a_number_those_are_meant_whom_the_order_is_for(verb: Verb, states: set[State]) -> None:
    everyone = [hers(state, ref=state.value) for state in State]

    assert {each.state for each in objections.likely(verb, everyone)} == states


def test_where_the_order_is_for_none_of_them_the_last_one_is_meant() -> None:
    assert objections.likely(Verb.TAKEN_OFF, [hers(State.LEFT), hers(State.DUE)]) == [hers(State.DUE)]
    assert objections.likely(Verb.TAKEN_OFF, []) == []


@pytest.mark.parametrize(
    ("verb", "what", "states"),
    [
        (Verb.ACTIVATED, What.ACTIVATED, {State.ACTIVE}),
        (Verb.TAKEN_OFF, What.TAKEN_OFF, {State.LEFT}),
        (Verb.LEAVE, What.BAIXA, {State.LEAVING, State.LEFT}),
        (Verb.UNDO, What.UNDO, set()),
        (Verb.REASON, None, set()),
    ],
)
def test_what_is_behind_somebody_needs_no_order(verb: Verb, what: What | None, states: set[State]) -> None:
    found = {state: objections.needless(verb, hers(state), now=NOW) for state in State}

    assert found == {state: what if state in states else None for state in State}


@pytest.mark.parametrize(
    ("what", "state", "instead"),
    [
        (What.ACTIVATED, State.LEAVING, What.TAKEN_OFF),
        (What.TAKEN_OFF, State.ACTIVE, What.BAIXA),
    ],
)
def test_after_a_refusal_an_order_is_proposed_that_is_not_refused(
    what: What, state: State, instead: What
) -> None:
    word = {What.TAKEN_OFF: Verb.TAKEN_OFF, What.BAIXA: Verb.LEAVE}[instead]

    assert in_catalan(objections.HINTS[what, state]).endswith(f": {word.value})")
    assert isinstance(step(hers(state), what, at=NOW), Refusal)
    assert isinstance(step(hers(state), instead, at=NOW), State)


@pytest.mark.parametrize(
    ("verb", "item", "said"),
    [
        (Verb.ACTIVATED, "C-7KQ4", "C-7KQ4 és un cas, no una fitxa (APLICA o DESCARTA)"),
        (Verb.CONSENT, "C-7KQ4", "C-7KQ4 és un cas, no una fitxa (APLICA o DESCARTA)"),
        (Verb.RECORD, "C-7KQ4", "C-7KQ4 és un cas, i surt al resum del dia (RESUM)"),
        (Verb.APPLY, "A-0001", "aquesta ordre és per a un cas (C-…)"),
        (Verb.APPLY, "+34600100201", "aquesta ordre és per a un cas (C-…)"),
        (Verb.APPLY, "C-7KQ4", None),
        (Verb.DISCARD, "C-7KQ4", None),
        (Verb.DISCARD, "A-0001", None),
        (Verb.RECORD, "A-0001", None),
        (Verb.ACTIVATED, "A-0001", None),
        (Verb.CONSENT, "", None),
    ],
)
def test_a_case_is_no_person_and_a_person_no_case(verb: Verb, item: str, said: str | None) -> None:
    assert told(objections.wrong_thing(Order(verb=verb, item=item))) == said


def each(count: int) -> list[Subscription]:
    return [hers(State.DUE, ref=f"A-{n}") for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("item", "count", "said"),
    [
        ("A-0099", 0, "no tenim cap fitxa A-0099"),
        ("+34600100201", 0, "no tenim ningú amb aquestes dades"),
        ("+34600100201", 1, None),
        ("+34600100201", 2, "n'hi ha més d'una (A-1, A-2): digueu quina"),
        ("+34600100201", 7, "n'hi ha més d'una (A-1, A-2, A-3, A-4, A-5): digueu quina"),
    ],
)
def test_whom_a_number_means_is_never_guessed(item: str, count: int, said: str | None) -> None:
    assert told(objections.unclear(item, each(count))) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "no tenim ningú amb aquestes dades"),
        (1, None),
        (5, None),
        (6, "n'hi ha 6 que se'n diuen: doneu-ne el DNI, el mòbil o la fitxa"),
    ],
)
def test_a_name_tells_of_five_people_at_most(count: int, said: str | None) -> None:
    assert told(objections.crowd(each(count))) == said


@pytest.mark.parametrize(
    "beside",
    ["Pere Camps", "Pere Camps Vilamala", "Montserrat Vilamala", "Roser Puig de Vall"],
)
def test_another_name_beside_the_reference_is_an_objection(beside: str) -> None:
    said = f"A-1 no és {beside}: mireu si la fitxa és aquesta"

    assert told(objections.wrong_name(hers(State.DUE), beside)) == said


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param("Roser Vilamala", id="hers, without a surname"),
        pytest.param("Vilamala Coromines, Roser", id="hers, turned round"),
        pytest.param("", id="none"),
        pytest.param("Pere", id="one word alone is no name"),
        pytest.param("gràcies per tot", id="words"),
        pytest.param("Avui al migdia", id="a sentence"),
    ],
)
def test_her_own_name_or_no_name_is_none(beside: str) -> None:
    assert objections.wrong_name(hers(State.DUE), beside) is None


@pytest.mark.parametrize(
    ("sender", "allow_external", "is_told"),
    [
        ("secretaria@setcases.cat", False, True),
        ("gestor@fora.example", False, False),
        ("gestor@fora.example", True, True),
        ("secretaria@no.setcases.cat", False, False),
        ("setcases.cat@fora.example", False, False),
    ],
)
def test_of_people_only_the_town_halls_own_are_told(sender: str, allow_external: bool, is_told: bool) -> None:
    found = told(objections.outsider(sender, domain="setcases.cat", allow_external=allow_external))

    assert found == (None if is_told else "les dades dels veïns només s'envien a adreces de l'Ajuntament")


# --- when -----------------------------------------------------------------------------------------

LATE_AT_NIGHT = datetime(2026, 5, 4, 23, 30, tzinfo=ZoneInfo("UTC"))  # in Setcases it is the 5th


@pytest.mark.parametrize(
    ("what", "day", "said"),
    [
        (
            What.ACTIVATED,
            4,
            "A-1: el dilluns 4 de maig de 2026 és abans que el consentiment (dimarts 5 de maig de 2026)",
        ),
        (What.ACTIVATED, 5, None),
        (
            What.TAKEN_OFF,
            6,
            "A-1: el dimecres 6 de maig de 2026 és abans que la baixa (dijous 7 de maig de 2026)",
        ),
        (What.TAKEN_OFF, 7, None),
    ],
)
def test_no_day_comes_before_what_it_is_done_for(what: What, day: int, said: str | None) -> None:
    roser = hers(State.LEAVING, consent_at=LATE_AT_NIGHT, left_at=LATE_AT_NIGHT + days(2))

    assert told(objections.impossible_day(roser, what, date(2026, 5, day), TZ)) == said


def test_where_there_is_nothing_to_compare_any_day_will_do() -> None:
    undated = hers(State.LEAVING, left_at=None)

    assert objections.impossible_day(undated, What.ACTIVATED, date(2020, 1, 1), TZ) is None
    assert objections.impossible_day(undated, What.TAKEN_OFF, date(2020, 1, 1), TZ) is None
    assert objections.impossible_day(hers(State.LEAVING), What.TAKEN_OFF, None, TZ) is None


def test_a_consent_of_a_day_to_come_is_none() -> None:
    presented = datetime(2026, 5, 5, 0, 0, tzinfo=TZ)  # in the zone of UTC it is still the 4th

    assert objections.date_to_come(presented, now=presented) is None
    assert (
        told(objections.date_to_come(presented, now=presented - timedelta(seconds=1)))
        == "el dimarts 5 de maig de 2026 encara ha de venir"
    )


@pytest.mark.parametrize(
    ("ago", "is_late"),
    [
        pytest.param(days(0), False, id="at once"),
        pytest.param(days(10), False, id="ten days later"),
        pytest.param(days(10) + timedelta(seconds=1), True, id="after ten days"),
        pytest.param(None, True, id="nobody ever said so"),
    ],
)
def test_what_was_said_of_the_phone_is_taken_back_for_ten_days(ago: timedelta | None, is_late: bool) -> None:
    found = told(objections.late_undoing(hers(State.ACTIVE), NOW - ago if ago is not None else None, now=NOW))

    said = "A-1: no s'ha donat de baixa, ni s'ha dit fa poc que fos al telèfon"
    assert found == (said if is_late else None)


# --- what may be discarded and corrected ----------------------------------------------------------


DISCARDED = Order(verb=Verb.DISCARD, item="A-0001", text="no té WhatsApp")


def test_nothing_is_discarded_without_a_reason() -> None:
    order = Order(verb=Verb.DISCARD, item="A-0001")

    said = "cal dir-ne el motiu (per exemple: DESCARTA A-0001 era una prova)"
    assert told(objections.undiscardable(hers(State.REQUESTED), order)) == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.REQUESTED, None),
        (State.CONSENTED, None),
        (State.DUE, "A-1 s'ha de posar al telèfon: per treure-la, BAIXA"),
        (State.ACTIVE, "A-1 consta com a posada al telèfon: per treure-la, BAIXA"),
        (State.LEAVING, "A-1 consta com a baixa, pendent de treure del telèfon: per treure-la, BAIXA"),
        (State.LEFT, "A-1 consta com a fora de la llista: per treure-la, BAIXA"),
        (State.ERASED, "A-1 té les dades esborrades: per treure-la, BAIXA"),
    ],
)
def test_only_who_waits_for_something_is_discarded(state: State, said: str | None) -> None:
    assert told(objections.undiscardable(hers(state), DISCARDED)) == said


@pytest.mark.parametrize("state", [State.LEAVING, State.LEFT, State.ERASED])
def test_of_who_left_nothing_is_corrected(state: State) -> None:
    gone = hers(state)

    said = f"A-1 {in_catalan(state)}: el que hi consta és la prova, i no es toca"
    assert told(objections.wrong_correction(gone, replace(gone, name="Rosa"), [])) == said


@pytest.mark.parametrize(
    ("state", "phone", "fields", "is_changed"),
    [
        pytest.param(State.ACTIVE, ROSER.phone, {"phone": OTHER_MOBILE}, True, id="on the phone"),
        pytest.param(State.ACTIVE, ROSER.phone, {"phone": ROSER.phone}, False, id="the number it has"),
        pytest.param(State.ACTIVE, ROSER.phone, {"name": "Rosa"}, False, id="her name"),
        pytest.param(State.ACTIVE, None, {"phone": OTHER_MOBILE}, False, id="no number was known"),
        pytest.param(State.DUE, ROSER.phone, {"phone": OTHER_MOBILE}, False, id="not on it yet"),
    ],
)
def test_a_new_number_of_who_is_on_the_phone_changes_the_contact(
    state: State, phone: str | None, fields: dict[str, str], is_changed: bool
) -> None:
    roser = hers(state, but(ROSER, phone=phone))
    corrected = replace(roser, **fields)

    assert objections.changes_number(roser, corrected) is is_changed


@pytest.mark.parametrize(
    ("other", "is_twin"),
    [
        pytest.param(held(ROSER, State.REQUESTED), True, id="the same person, living"),
        pytest.param(held(ROSER, State.LEFT), False, id="the same person, left"),
        pytest.param(hers(State.DUE), False, id="she herself"),
        pytest.param(held(but(JORDI, phone=ROSER.phone)), False, id="another person of her mobile"),
        pytest.param(held(but(ROSER, phone=PERE.phone)), False, id="another mobile of hers"),
    ],
)
def test_nobody_is_on_the_list_twice(other: Subscription, is_twin: bool) -> None:
    roser = hers(State.DUE)

    said = "A-1: ja hi ha algú altre apuntat amb el mateix DNI i mòbil" if is_twin else None
    assert told(objections.twin(roser, [held(NURIA), other])) == said
    assert told(objections.wrong_correction(hers(State.DUE, PERE), roser, [other])) == said
