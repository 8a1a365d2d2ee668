"""A spreadsheet becomes the books: all of it or nothing, every bad line named, nobody revived."""

import os
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from daemon.books import importing, subscribers
from daemon.books.importing import Imported, Roster, import_roster, read_roster
from daemon.books.personal_data import events_of
from daemon.books.retention import Retention
from daemon.books.store import Store
from daemon.errors import AltabaixaError
from rules.books.subscription import State, Subscription, What
from tests.daemon.conftest import NOW, mark, settings

TZ = ZoneInfo("Europe/Madrid")
HEADER = "name,id_document,phone,state,consent_number,consent_at,activated_on"
ROSER = "Roser Vilalta Camps,12345678Z,+34600111222,active,,,2025-01-10"
PERE = "Pere Camprubí Soler,23456789D,+34600333444,,,,"
ONA = "Ona Soldevila Prat,34567890V,+34600555666,due,E/000101-2026,2026-04-24T10:00,"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "llista.csv"


def read(file: Path, *rows: str, header: str = HEADER) -> Roster:
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_roster(file, TZ)


def bad(roster: Roster) -> list[tuple[int, tuple[str, ...]]]:
    """The lines that cannot be imported, and why."""
    return [(line, row.errors) for line, row in roster.rows if row.errors]


def good(roster: Roster) -> list[Subscription]:
    assert bad(roster) == []
    return [row.subscription for _, row in roster.rows if row.subscription]


def everyone(store: Store) -> list[Subscription]:
    with store.read() as tx:
        return subscribers.everyone(tx)


def test_a_row_becomes_a_subscription_with_its_event(store: Store, file: Path) -> None:
    done = import_roster(store, read(file, ROSER, ONA), mark())

    roser, ona = everyone(store)
    assert done == Imported(new=2, completed=0, known=0, flagged=())
    assert (roser.ref, roser.name, roser.id_document) == ("A-0001", "Roser Vilalta Camps", "12345678Z")
    assert (roser.phone, roser.state, roser.activated_on) == (
        "+34600111222", State.ACTIVE, date(2025, 1, 10),
    )  # fmt: skip
    assert (ona.state, ona.consent_number) == (State.DUE, "E/000101-2026")
    assert ona.consent_at == datetime(2026, 4, 24, 8, 0, tzinfo=UTC)


def test_an_empty_state_is_active(file: Path) -> None:
    assert good(read(file, PERE))[0].state is State.ACTIVE


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_every_way_in_which_spreadsheets_write_csv(
    file: Path, encoding: str, delimiter: str, newline: str
) -> None:
    text = newline.join([HEADER, PERE, ONA, ""]).replace(",", delimiter)
    file.write_bytes(text.encode(encoding))

    pere, ona = good(read_roster(file, TZ))

    assert (pere.name, pere.phone, ona.consent_number) == (
        "Pere Camprubí Soler", "+34600333444", "E/000101-2026",
    )  # fmt: skip


def test_a_comma_in_a_quoted_name_is_no_delimiter(file: Path) -> None:
    (pere,) = good(read(file, '"Camprubí Soler, Pere";23456789D;600333444', header="name;id_document;phone"))

    assert pere.name == "Camprubí Soler, Pere"


@pytest.mark.parametrize(
    ("document", "phone"),
    [
        pytest.param("01234567L", "600111222", id="as it should be"),
        pytest.param("1234567L", "600111222", id="the zero in front eaten"),
        pytest.param("01234567l", "34600111222", id="the plus eaten"),
        pytest.param("1.234.567-L", "0034 600 11 12 22", id="separators and zeros"),
        pytest.param(" 01234567L ", "600111222.0", id="a number of a number column"),
    ],
)
def test_what_a_spreadsheet_ate_is_put_back(file: Path, document: str, phone: str) -> None:
    (held,) = good(read(file, f"Quim,{document},{phone},,,,"))

    assert (held.id_document, held.phone) == ("01234567L", "+34600111222")


BAD = [
    pytest.param("Quim,01234567A,600111222,,,,", "id_document", id="a wrong letter"),
    pytest.param("Quim,01234567L,972130000,,,,", "phone", id="a landline"),
    pytest.param("Quim,01234567L,600111222,alive,,,", "state", id="an unknown state"),
    pytest.param("Quim,01234567L,600111222,leaving,,,", "state", id="a state that is not imported"),
    pytest.param("Quim,01234567L,600111222,due,E/1,,", "consent_at", id="due without a consent"),
    pytest.param("Quim,01234567L,600111222,consented,,,", "consent_at", id="consented without one"),
    pytest.param("Quim,01234567L,600111222,,,31/02/2026,", "consent_at", id="a day that never was"),
    pytest.param("Quim,01234567L,600111222,,,,ahir", "activated_on", id="a word for a date"),
    pytest.param("Quim,,,,,,", "id_document, phone", id="neither document nor mobile"),
    pytest.param(
        "Soler, Quim,01234567L,600111222,active,E/1,2026-04-24,2026-05-01",
        "more cells",
        id="a comma that is not quoted",
    ),
]


@pytest.mark.parametrize(("row", "field"), BAD)
def test_a_bad_row_is_named_by_line_and_field(file: Path, row: str, field: str) -> None:
    ((line, errors),) = bad(read(file, ROSER, row, PERE))

    assert line == 3
    assert errors[0].startswith(field)


def test_a_row_says_all_that_is_wrong_with_it(file: Path) -> None:
    ((_, errors),) = bad(read(file, "Quim,01234567A,972130000,alive,,,"))

    assert [error.partition(":")[0] for error in errors] == ["id_document", "phone", "state"]


def test_lines_are_counted_as_an_editor_does(file: Path) -> None:
    roster = read(
        file, '"Roser\nVilalta",12345678Z,600111222', "", ",,,,,,", '"Quim\n\nSoler",x,y', "Pol,x,y"
    )

    assert [line for line, _ in bad(roster)] == [6, 9]


def test_a_line_break_in_a_name_becomes_a_space(file: Path) -> None:
    assert good(read(file, '"Roser\n  Vilalta",12345678Z,600111222'))[0].name == "Roser Vilalta"


def test_a_header_in_another_order_with_more_columns_is_read_by_name(file: Path) -> None:
    roster = read(file, "x,600333444,Pere,23456789D", header="notes, Phone ,NAME,id_document")

    assert (good(roster)[0].name, good(roster)[0].phone) == ("Pere", "+34600333444")
    assert roster.ignored == ("notes",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "lacks name, id_document, phone", id="an empty file"),
        pytest.param(b"\xef\xbb\xbf\r\n\r\n", "lacks name", id="only blank lines"),
        pytest.param(b"nom;dni;telefon\nPere;23456789D;600333444\n", "lacks name", id="Catalan columns"),
        pytest.param(b"name,phone\nPere,600333444\n", "lacks id_document;", id="a column too few"),
        pytest.param(b"name,phone,id_document,phone\n", "phone more than once", id="a column twice"),
        pytest.param(b"Pere,23456789D,600333444\n", "line 1", id="no header at all"),
        pytest.param(HEADER.encode() + b'\nPol,x,y\n"Pere,2,3\nOna,4,5\n', "line 3", id="a quote left open"),
        pytest.param(HEADER.encode() + b'\n"Pere"x,2,3\n', "line 2", id="a quote in the middle"),
        pytest.param(HEADER.encode() + b"\n" + b"a" * 200_000 + b",2,3\n", "line 2", id="an endless cell"),
        pytest.param(HEADER.encode("utf-16"), "lacks", id="Unicode of another kind"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_one_line(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)

    with pytest.raises(AltabaixaError) as error:
        list(read_roster(file, TZ).rows)

    assert said in str(error.value)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("missing", ["nothing.csv", "."], ids=["not there", "a folder"])
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, missing: str) -> None:
    with pytest.raises(AltabaixaError, match="cannot read"):
        read_roster(tmp_path / missing, TZ)


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(0)", "@SUM(A1)", "+34600111222", "-1+1", "'Pere", "NULL", "0042"]
)
def test_a_name_that_looks_like_a_formula_stays_text(file: Path, sqlite: Store, name: str) -> None:
    import_roster(sqlite, read(file, f"{name},23456789D,600333444"), mark())

    assert everyone(sqlite)[0].name == name


def test_a_second_import_changes_nothing_and_is_counted(store: Store, file: Path) -> None:
    import_roster(store, read(file, ROSER, ONA), mark())
    before = everyone(store)

    done = import_roster(store, read(file, ROSER, PERE, ONA), mark())

    assert (done.new, done.known) == (1, 2)
    assert everyone(store)[:2] == before


def test_the_same_row_twice_in_one_file_is_one_subscription(store: Store, file: Path) -> None:
    done = import_roster(store, read(file, PERE, "Pere,23456789-d,34600333444,left"), mark())

    assert (done.new, done.known) == (1, 1)
    assert [s.state for s in everyone(store)] == [State.ACTIVE]


@pytest.mark.parametrize("taken_off", [False, True], ids=["leaving", "left"])
def test_an_import_never_revives_who_left(store: Store, file: Path, taken_off: bool) -> None:
    import_roster(store, read(file, ROSER), mark())
    with store.begin() as tx:
        left = subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.BAIXA, mark())
        if taken_off:
            left = subscribers.advance(tx, left, What.TAKEN_OFF, mark())

    done = import_roster(store, read(file, ROSER), mark())

    assert (done.new, done.known) == (0, 1)
    assert everyone(store) == [left]


@pytest.mark.parametrize("fuller", [ROSER, ROSER.replace("active", "left")], ids=["active", "left"])
def test_who_left_with_less_data_is_not_brought_back_by_a_fuller_row(
    store: Store, file: Path, fuller: str
) -> None:
    import_roster(store, read(file, "Roser Vilalta,,600111222,left,,,"), mark())

    done = import_roster(store, read(file, PERE, fuller), mark())

    assert (done.new, done.kept_out) == (1, ((3, "asked to leave"),))
    assert [s.name for s in everyone(store)] == ["Roser Vilalta", "Pere Camprubí Soler"]


@pytest.fixture
def forgotten(store: Store, file: Path) -> Store:
    """Pere is on the list; Roser left long ago and is erased."""
    import_roster(store, read(file, ROSER, PERE), mark())
    with store.begin() as tx:
        left = subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.BAIXA, mark())
        subscribers.advance(tx, left, What.TAKEN_OFF, mark())
    later = NOW + timedelta(days=1500)
    Retention(store=store, settings=settings(), clock=lambda: later).confirm(by="test")
    assert [s.state for s in everyone(store)] == [State.ERASED, State.ACTIVE]
    return store


MAY_BE_HERS = "without DNI and mobile nobody can tell whether they asked to leave and were erased"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param(ROSER, "asked to leave, and was erased since", id="as she was"),
        pytest.param("R. V.,012345678Z,34600111222", "asked to leave, and was erased since", id="otherwise"),
        pytest.param(ROSER.replace("active", "left"), "asked to leave, and was erased since", id="as left"),
        pytest.param("Roser Vilalta Camps,,600111222", MAY_BE_HERS, id="without her DNI"),
        pytest.param("Roser Vilalta Camps,12345678Z,", MAY_BE_HERS, id="without her mobile"),
    ],
)
def test_an_old_file_brings_back_nobody_who_left_and_was_erased(
    forgotten: Store, file: Path, row: str, why: str
) -> None:
    before = everyone(forgotten)

    done = import_roster(forgotten, read(file, PERE, row, ONA), mark())

    assert (done.new, done.known, done.kept_out) == (1, 1, ((3, why),))
    assert everyone(forgotten)[:2] == before
    assert [s.name for s in everyone(forgotten)[2:]] == ["Ona Soldevila Prat"]


def test_a_mobile_that_left_completes_nobody(forgotten: Store, file: Path) -> None:
    with forgotten.begin() as tx:
        other = Subscription(
            ref="A-0003",
            name="Roser Vilalta",
            id_document="12345678Z",
            state=State.ACTIVE,
            opened_at=NOW,
        )
        subscribers.insert(tx, other, "test", mark())

    done = import_roster(forgotten, read(file, ROSER), mark())

    assert (done.completed, len(done.kept_out)) == (0, 1)
    assert everyone(forgotten)[2].phone is None


def test_who_was_erased_and_came_back_is_known_as_anybody_else(forgotten: Store, file: Path) -> None:
    with forgotten.begin() as tx:
        back = Subscription(
            ref="A-0003",
            name="Roser Vilalta",
            id_document="12345678Z",
            phone="+34600111222",
            state=State.ACTIVE,
            opened_at=NOW,
        )
        subscribers.insert(tx, back, "test", mark())

    done = import_roster(forgotten, read(file, ROSER), mark())

    assert (done.new, done.known, done.kept_out) == (0, 1, ())


def test_who_is_imported_as_left_is_revived_by_no_older_consent(store: Store, file: Path) -> None:
    import_roster(store, read(file, "Roser,12345678Z,600111222,left"), mark())

    (roser,) = everyone(store)
    assert (roser.state, roser.left_at) == (State.LEFT, NOW)


def test_one_document_may_hold_several_numbers_and_one_number_serve_several_people(
    store: Store, file: Path
) -> None:
    rows = ["Roser,12345678Z,600111222", "Roser,12345678Z,600999888", "Jan,23456789D,600111222"]

    assert import_roster(store, read(file, *rows), mark()).new == 3


def test_what_is_missing_is_flagged_by_line_and_imported(store: Store, file: Path) -> None:
    done = import_roster(store, read(file, ROSER, "Jan,,600333444", "Pol,34567890V,"), mark())

    assert done.flagged == ((3, "no id_document"), (4, "no phone"))
    assert done.new == 3


def test_a_couple_without_documents_may_share_a_number(store: Store, file: Path) -> None:
    rows = [
        "Jan Vilalta,,600333444",
        "Mercè Puig,,600333444",
        "JAN  VILALTA,,600333444",
        "Mercè Puig,,600333444",
    ]

    done = import_roster(store, read(file, *rows), mark())

    assert (done.new, done.known) == (2, 2)
    assert [s.name for s in everyone(store)] == ["Jan Vilalta", "Mercè Puig"]


def test_bad_rows_are_left_out_where_the_caller_accepts_it(store: Store, file: Path) -> None:
    roster = read(file, ROSER, "Quim,01234567A,600111222", PERE)

    done = import_roster(store, roster, mark())

    assert (done.new, done.bad) == (2, 1)


def test_a_crash_half_way_imports_nothing(store: Store, file: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        import_roster(store, read(file, ROSER, PERE, ONA), mark(), progress=CountDown(3))

    assert everyone(store) == []


class CountDown:
    """Who looks on, and dies at a row."""

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def expect(self, more: int) -> None:
        pass

    def advance(self, done: int = 1) -> None:
        self.rows -= done
        if not self.rows:
            raise ZeroDivisionError


def people(count: int) -> Iterable[str]:
    letters = "TRWAGMYFPDXBNJZSQVHLCKE"
    for n in range(count):
        yield f"Persona {n},{n:08d}{letters[n % 23]},+346{n:08d},active,,,"


def test_ten_thousand_rows_take_seconds(sqlite: Store, file: Path) -> None:
    # The processor's time: it does not depend on what else the machine does.
    began = time.process_time()

    done = import_roster(sqlite, read(file, *people(10_000)), mark())
    again = import_roster(sqlite, read(file, *people(10_000)), mark())

    assert (done.new, again.known) == (10_000, 10_000)
    assert time.process_time() - began < 60  # the square of ten thousand would be many minutes


NO_DNI = "Roser Vilalta,,600111222,active,,,"
NO_MOBILE = "Roser Vilalta Camps,12345678Z,,consented,E/000101-2026,2026-04-24T10:00,"


@pytest.mark.parametrize(
    ("first", "state"),
    [
        pytest.param(NO_DNI, State.ACTIVE, id="the DNI"),
        pytest.param(NO_MOBILE, State.CONSENTED, id="the mobile"),
    ],
)
def test_a_row_brings_what_somebody_on_the_list_lacked(
    store: Store, file: Path, first: str, state: State
) -> None:
    import_roster(store, read(file, first), mark())
    done = import_roster(store, read(file, ROSER), mark())

    (roser,) = everyone(store)
    assert (done.new, done.completed, done.known) == (0, 1, 0)
    assert (roser.id_document, roser.phone, roser.state) == ("12345678Z", "+34600111222", state)
    with store.read() as tx:
        assert [e["what"] for e in events_of(tx, ["A-0001"])] == ["imported", "imported"]


def test_the_poorer_row_read_again_adds_nobody(store: Store, file: Path) -> None:
    for rows in ((NO_DNI, ROSER), (NO_DNI, ROSER), (NO_MOBILE,)):
        done = import_roster(store, read(file, *rows), mark())

    assert (done.new, done.known, len(everyone(store))) == (0, 1, 1)


def test_the_poorer_row_revives_nobody_who_left(store: Store, file: Path) -> None:
    import_roster(store, read(file, ROSER), mark())
    with store.begin() as tx:
        subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.BAIXA, mark())
    done = import_roster(store, read(file, NO_DNI), mark())

    assert (done.new, done.known) == (0, 1)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(["Jan Puig,,600111222,,,,"], id="another name"),
        pytest.param([",,600111222,,,,"], id="no name"),
        pytest.param(["Roser,,600111222,,,,", NO_DNI], id="two of that name"),
    ],
)
def test_what_is_not_surely_the_same_person_is_not_filled_in(
    store: Store, file: Path, first: list[str]
) -> None:
    import_roster(store, read(file, *first), mark())
    done = import_roster(store, read(file, ROSER), mark())

    assert (done.new, done.completed) == (1, 0)
    assert [s.id_document for s in everyone(store)] == [None] * len(first) + ["12345678Z"]


@pytest.mark.parametrize(
    ("row", "error"),
    [
        pytest.param("Ajuntament,12345678Z,683331383,,,,", "the town hall's own number", id="our own number"),
        pytest.param("Ona,12345678Z,600100201,,,,2099-01-01", "still to come", id="activated in the future"),
        pytest.param(
            "Ona,12345678Z,600100201,due,1,2099-01-01,", "still to come", id="consent of the future"
        ),
    ],
)
def test_what_cannot_be_true_is_named(row: str, error: str, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(f"name,id_document,phone,state,consent_number,consent_at,activated_on\n{row}\n")

    roster = read_roster(file, TZ, own_number="+34683331383", today=date(2026, 5, 4))

    ((_, errors),) = bad(roster)
    assert error in " ".join(errors)


def test_who_is_on_the_phone_is_put_into_lists_in_the_order_of_the_file(store: Store, file: Path) -> None:
    husband = "Jan Puig,56789012B,+34600111222,,,,"
    import_roster(store, read(file, ONA, ROSER, PERE, husband), replace(mark(), list_size=1))

    assert [(s.name.split()[0], s.list_number) for s in everyone(store)] == [
        ("Ona", None), ("Roser", 1), ("Pere", 2), ("Jan", 1),
    ]  # fmt: skip


def test_a_mobile_that_a_row_completes_brings_its_list_too(store: Store, file: Path) -> None:
    import_roster(store, read(file, PERE, "Roser Vilalta Camps,12345678Z,,active,,,"), mark())
    import_roster(store, read(file, ROSER), replace(mark(), list_size=1))

    assert [s.list_number for s in everyone(store)] == [1, 2]


def test_a_long_list_with_one_bad_row_at_its_end_imports_nothing_and_names_the_line(
    store: Store, file: Path
) -> None:
    named: list[int] = []
    roster = read(file, *people(2_500), "Quim,01234567A,600111222")

    with pytest.raises(AltabaixaError, match="nothing was imported; bad rows: 1"):
        import_roster(store, roster, mark(), skip_bad=False, refused=lambda bad: named.append(bad.line))

    assert (named, everyone(store)) == ([2_502], [])


def test_a_row_is_compared_with_those_far_above_it(store: Store, file: Path) -> None:
    """Also where it is read in another part of the file."""
    rows = [PERE, NO_DNI, *people(2_500), ROSER, PERE, NO_DNI, "Jan,34567890V,600111222"]

    done = import_roster(store, read(file, *rows), replace(mark(), list_size=1))

    held = everyone(store)
    assert (done.new, done.completed, done.known) == (2_503, 1, 2)
    assert (held[1].id_document, held[1].list_number, held[-1].list_number) == ("12345678Z", 2, 2)
    assert [s.ref for s in held] == [f"A-{n:04d}" for n in range(1, 2_504)]


@pytest.mark.parametrize("a_part", [1, 1_000])
def test_what_becomes_of_a_row_depends_on_no_part(
    sqlite: Store, file: Path, a_part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was completed above is there with all their data, be it that the books are asked anew or not."""
    monkeypatch.setattr(importing, "_A_PART", a_part)
    rows = ["Pere Camprubí,23456789D,,,,,", PERE, "Mariona Puig,23456789D,,,,,"]

    import_roster(sqlite, read(file, *rows), mark())
    again = import_roster(sqlite, read(file, *rows), mark())

    held = [(s.name, s.phone) for s in everyone(sqlite)]
    assert held == [("Pere Camprubí", "+34600333444"), ("Mariona Puig", None)]
    import_roster(sqlite, read(file, *people(3)), replace(mark(), list_size=2))
    assert [s.list_number for s in everyone(sqlite)] == [1, None, 1, 2, 2]
    assert (again.new, again.completed, again.known) == (0, 0, 3)


def test_a_list_may_come_out_of_a_pipe(tmp_path: Path) -> None:
    """Which can be read only once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(f"{HEADER}\n{PERE}\n",))
    writer.start()

    held = good(read_roster(pipe, TZ))

    writer.join()
    assert [s.name for s in held] == ["Pere Camprubí Soler"]
