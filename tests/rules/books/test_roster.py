"""The promise: what a spreadsheet spoilt is put right where only one reading is possible, else it is said."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.books.roster import COLUMNS, read_row
from rules.books.subscription import State
from tests.rules.persons import ROSER, dni

MADRID = ZoneInfo("Europe/Madrid")
MIDNIGHT = datetime(2026, 5, 4, tzinfo=MADRID)

_ROW = {
    "name": "Roser Vilamala Coromines",
    "id_document": ROSER.id_document or "",
    "phone": ROSER.phone or "",
    "state": "active",
    "consent_number": "E/004410-2026",
    "consent_at": "2026-05-04T10:15",
    "activated_on": "2026-05-06",
}


def _errors(**fields: str) -> tuple[str, ...]:
    row = read_row({**_ROW, **fields}, tz=MADRID)
    assert (row.subscription is None) is bool(row.errors)
    return row.errors


def test_a_whole_row_is_a_subscription() -> None:
    row = read_row(_ROW, tz=MADRID)
    held = row.subscription
    assert held is not None
    assert (held.name, held.id_document, held.phone) == (ROSER.name, ROSER.id_document, ROSER.phone)
    assert (held.state, held.consent_number) == (State.ACTIVE, "E/004410-2026")
    assert held.consent_at == datetime(2026, 5, 4, 10, 15, tzinfo=MADRID)
    assert held.activated_on == date(2026, 5, 6)
    assert (row.flags, row.errors) == ((), ())


def test_the_columns_are_those_of_the_contract() -> None:
    assert ",".join(COLUMNS) == "name,id_document,phone,state,consent_number,consent_at,activated_on"


def test_a_row_of_the_three_first_columns_is_active() -> None:
    row = read_row({"name": " Roser   Vilamala ", "phone": "600100201"}, tz=MADRID)
    held = row.subscription
    assert held is not None
    assert (held.name, held.state, held.phone) == ("Roser Vilamala", State.ACTIVE, "+34600100201")
    assert (held.consent_number, held.consent_at, held.activated_on) == (None, None, None)
    assert row.flags == ("no id_document",)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        pytest.param(dni(41_203_377), dni(41_203_377), id="as it should be"),
        pytest.param(f" {dni(41_203_377).lower()} ", dni(41_203_377), id="lower case, spaces"),
        pytest.param("41.203.377-" + dni(41_203_377)[-1], dni(41_203_377), id="points and a dash"),
        pytest.param(dni(1_234_567)[1:], dni(1_234_567), id="one zero eaten"),
        pytest.param(dni(123_456)[2:], dni(123_456), id="two zeros eaten"),
        pytest.param("X1234567L", "X1234567L", id="an NIE"),
    ],
)
def test_a_document_is_put_right(said: str, read: str) -> None:
    row = read_row({**_ROW, "id_document": said}, tz=MADRID)
    assert row.subscription is not None
    assert row.subscription.id_document == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        pytest.param("600100201", "+34600100201", id="nine digits"),
        pytest.param("600 10 02 01", "+34600100201", id="spaces"),
        pytest.param("+34 600 100 201", "+34600100201", id="the country's code"),
        pytest.param("34600100201", "+34600100201", id="the plus eaten"),
        pytest.param("0034600100201", "+34600100201", id="zeros for the plus"),
        pytest.param("600100201.0", "+34600100201", id="a number column"),
        pytest.param("+33612345678", "+33612345678", id="a French mobile"),
        pytest.param("33612345678", "+33612345678", id="a French mobile, the plus eaten"),
        pytest.param("33612345678.0", "+33612345678", id="a French mobile in a number column"),
    ],
)
def test_a_mobile_is_put_right(said: str, read: str) -> None:
    row = read_row({**_ROW, "phone": said}, tz=MADRID)
    assert row.subscription is not None
    assert row.subscription.phone == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        pytest.param("2026-05-04", MIDNIGHT, id="a date"),
        pytest.param("2026-05-04 10:15", MIDNIGHT.replace(hour=10, minute=15), id="date and time"),
        pytest.param("2026-05-04T08:15:00Z", MIDNIGHT.replace(hour=10, minute=15), id="an instant"),
        pytest.param("4/5/2026", MIDNIGHT, id="day first"),
        pytest.param("04-05-2026", MIDNIGHT, id="with dashes"),
        pytest.param("4.5.2026 9:05", MIDNIGHT.replace(hour=9, minute=5), id="with points and the time"),
        pytest.param("04/05/2026 9:05:30", MIDNIGHT.replace(hour=9, minute=5, second=30), id="with seconds"),
        pytest.param("04/05/2026T19:05", MIDNIGHT.replace(hour=19, minute=5), id="with a T"),
    ],
)
def test_a_date_is_read_day_first_and_in_the_town_s_time(said: str, read: datetime) -> None:
    row = read_row({**_ROW, "consent_at": said}, tz=MADRID)
    assert row.subscription is not None
    assert row.subscription.consent_at == read


def test_the_day_of_an_activation_is_the_town_s_day() -> None:
    row = read_row({**_ROW, "activated_on": "2026-05-05T22:30:00+00:00"}, tz=MADRID)
    assert row.subscription is not None
    assert row.subscription.activated_on == date(2026, 5, 6)


@pytest.mark.parametrize("state", ["requested", "consented", "due", "active", "left"])
def test_every_state_of_the_contract_is_taken(state: str) -> None:
    row = read_row({**_ROW, "state": f" {state.upper()} "}, tz=MADRID)
    assert row.subscription is not None
    assert row.subscription.state is State(state)


@pytest.mark.parametrize("state", ["consented", "due"])
def test_who_is_to_be_activated_needs_the_date_of_the_consent(state: str) -> None:
    (error,) = _errors(state=state, consent_at="")
    assert "consent_at" in error
    # A date that is wrong is said once.
    (error,) = _errors(state=state, consent_at="ahir")
    assert "ahir" in error


@pytest.mark.parametrize("state", ["requested", "active", "left", ""])
def test_nobody_else_needs_one(state: str) -> None:
    assert _errors(state=state, consent_at="") == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("id_document", "41203377A", id="a wrong letter"),
        pytest.param("id_document", "41203377", id="no letter"),
        pytest.param("id_document", "X1234567A", id="an NIE with a wrong letter"),
        pytest.param("phone", "972 74 00 00", id="a landline"),
        pytest.param("phone", "60010020", id="a digit short"),
        pytest.param("phone", "99999999999", id="many digits of no country"),
        pytest.param("phone", "951701619", id="a landline that is some country's mobile"),
        pytest.param("phone", "6.001E+08", id="a number that the spreadsheet rounded"),
        pytest.param("state", "leaving", id="a state that is not imported"),
        pytest.param("state", "erased", id="erased"),
        pytest.param("state", "alta", id="no state"),
        pytest.param("consent_at", "31/02/2026", id="a day that is none"),
        pytest.param("consent_at", "4/5/26", id="a year of two digits"),
        pytest.param("consent_at", "2026-13-01", id="a month that is none"),
        pytest.param("activated_on", "fa temps", id="no date"),
    ],
)
def test_a_bad_field_is_named_with_its_value(field: str, value: str) -> None:
    (error,) = _errors(**{field: value})
    assert error.startswith(f"{field}: ")
    assert value in error


def test_every_bad_field_of_a_row_is_named() -> None:
    errors = _errors(id_document="?", phone="?", state="?", consent_at="?", activated_on="?")
    assert [error.partition(":")[0] for error in errors] == [
        "id_document", "phone", "state", "consent_at", "activated_on"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "phone", "flags"),
    [
        pytest.param("", ROSER.phone, ("no id_document",), id="no document"),
        pytest.param(ROSER.id_document, "", ("no phone",), id="no mobile"),
        pytest.param(ROSER.id_document, ROSER.phone, (), id="both"),
    ],
)
def test_what_may_be_missing_is_flagged(document: str, phone: str, flags: tuple[str, ...]) -> None:
    row = read_row({**_ROW, "id_document": document, "phone": phone}, tz=MADRID)
    assert row.errors == ()
    assert row.flags == flags


def test_a_row_with_neither_document_nor_mobile_is_nobody_s() -> None:
    (error,) = _errors(id_document=" ", phone="")
    assert "one of the two" in error


@given(st.fixed_dictionaries({name: st.text(max_size=25) for name in COLUMNS}))
def test_no_row_ever_raises(fields: dict[str, str]) -> None:
    row = read_row(fields, tz=UTC)
    assert (row.subscription is None) is bool(row.errors)
    assert row.subscription is None or row.subscription.phone or row.subscription.id_document
