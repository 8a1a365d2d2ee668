"""Which digest is due and what is owed for it: once a date whatever happens, and no leave unsaid."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from daemon.books import backup, cases, subscribers
from daemon.books.store import Store
from daemon.books.tables import contents, folders, messages, outbox, subscriptions
from daemon.books.tables import digests as digest_rows
from daemon.desk.digests import Digests
from daemon.letters.headline import headline
from daemon.letters.sentences import in_catalan
from daemon.post.queueing import Post
from daemon.service.status import note_start
from rules.books.decision import Outcome, Reason, Request
from rules.books.subscription import State, What
from rules.desk.record import Done
from rules.findings import Kind, Person
from tests.daemon.books.test_cases import opened, verdict
from tests.daemon.books.test_subscribers import PERE, ROSER, held, put
from tests.daemon.conftest import NOW, Command, mark, refused, settings
from tests.supervisor import PATIENCE

MONDAY, FRIDAY_FEAST = date(2026, 5, 4), date(2026, 5, 8)
HUSBAND = Person(name="Jan Puig", id_document="56789012B", phone=ROSER.phone)


@dataclass
class Staff:
    """The digests of a store, their clock, and what the staff would read."""

    store: Store
    at: datetime = NOW
    staff: dict[str, Any] = field(default_factory=dict)

    @property
    def digests(self) -> Digests:
        self.has_read_the_mailbox()
        town = settings(staff=self.staff)
        return Digests(store=self.store, settings=town, post=Post(town), clock=lambda: self.at)

    def has_read_the_mailbox(self) -> None:
        """As it has on a good day, just before any digest."""
        with self.store.begin() as tx:
            if not tx.connection.execute(update(folders).values(synced_at=self.at)).rowcount:
                row = {"name": "INBOX", "uidvalidity": 1, "last_uid": 0, "vanished": 0, "synced_at": self.at}
                tx.connection.execute(insert(folders).values(row))

    def letters(self, template: str) -> list[EmailMessage]:
        wanted = (
            select(contents.c.raw).join(outbox).where(outbox.c.template == template).order_by(outbox.c.id)
        )
        with self.store.read() as tx:
            raws = tx.connection.execute(wanted).scalars().all()
        return [message_from_bytes(raw, policy=policy.default) for raw in raws]  # type: ignore[misc]

    def texts(self, template: str) -> list[str]:
        return [text_of(letter) for letter in self.letters(template)]

    def on_days(self, days: int, *, hour: int = 8) -> list[date]:
        """The dates whose digest was owed, one try a day."""
        owed = []
        for n in range(days):
            self.at = datetime(2026, 5, 1, hour, tzinfo=UTC) + timedelta(days=n)
            owed.append(self.digests.queue_due())
        return [on for on in owed if on]

    def does(self, ref: str, *whats: What, at: datetime | None = None) -> None:
        with self.store.begin() as tx:
            for what in whats:
                subscribers.advance(tx, subscribers.find(tx, ref), what, mark(at or self.at))


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def staff(store: Store) -> Staff:
    return Staff(store)


def test_a_digest_goes_to_each_of_the_staff_as_mail_of_its_own(store: Store) -> None:
    two = ["secretaria@setcases.cat", "alcaldia@setcases.cat"]
    staff = Staff(store, staff={"digest_to": two})

    assert staff.digests.queue_due() == MONDAY

    letters = staff.letters("digest")
    assert [letter["To"] for letter in letters] == two
    assert len({letter["Message-ID"] for letter in letters}) == 2
    assert {letter["Auto-Submitted"] for letter in letters} == {"auto-generated"}


def test_an_address_that_is_given_twice_gets_one(store: Store) -> None:
    staff = Staff(store, staff={"digest_to": ["secretaria@setcases.cat", "Secretaria@setcases.cat"]})

    staff.digests.queue_due()

    assert len(staff.letters("digest")) == 1


def test_a_date_has_one_digest_however_often_it_is_tried(staff: Staff) -> None:
    tries = [staff.digests.queue_due()]
    for _ in range(30):
        staff.at += timedelta(minutes=20)
        tries.append(staff.digests.queue_due())

    assert tries == [MONDAY] + [None] * 30
    assert len(staff.letters("digest")) == 1


def test_two_at_once_owe_one_digest(staff: Staff) -> None:
    together = threading.Barrier(2)

    def work() -> date | None:
        together.wait(timeout=PATIENCE)
        return staff.digests.queue_due()

    with ThreadPoolExecutor(2) as pool:
        owed = [done.result() for done in [pool.submit(work), pool.submit(work)]]

    assert sorted(owed, key=str) == [MONDAY, None]
    assert len(staff.letters("digest")) == 1


def test_two_programs_at_once_owe_one_digest(staff: Staff, url: str) -> None:
    with closing(Store(url)) as other:
        assert [Staff(store).digests.queue_due() for store in (staff.store, other)] == [MONDAY, None]


def test_a_crash_while_it_is_made_leaves_the_date_without_one(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(Post, "owe", lambda *_, **__: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            staff.digests.queue_due()

    assert staff.digests.queue_due() == MONDAY
    assert len(staff.letters("digest")) == 1


def test_no_digest_on_weekends_and_holidays(staff: Staff) -> None:
    owed = staff.on_days(12)

    # 1 May is Friday and Labour Day, 8 May the town's own holiday.
    assert owed == [date(2026, 5, day) for day in (4, 5, 6, 7, 11, 12)]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        pytest.param(datetime(2026, 5, 4, 5, 29, 59, tzinfo=UTC), False, id="a second before 07:30"),
        pytest.param(datetime(2026, 5, 4, 5, 30, tzinfo=UTC), True, id="07:30 in Setcases"),
        pytest.param(datetime(2026, 5, 4, 17, 59, 59, tzinfo=UTC), True, id="a late start catches up"),
        pytest.param(datetime(2026, 5, 4, 18, 0, tzinfo=UTC), False, id="20:00 is too late"),
        pytest.param(datetime(2026, 5, 3, 22, 30, tzinfo=UTC), False, id="just after midnight"),
    ],
)
def test_a_digest_is_due_from_its_hour_until_the_evening(sqlite: Store, at: datetime, due: bool) -> None:
    assert Staff(sqlite, at).digests.queue_due() == (MONDAY if due else None)


def test_a_day_that_was_slept_through_is_not_made_up_for(staff: Staff) -> None:
    assert staff.on_days(5) == [MONDAY, date(2026, 5, 5)]
    staff.at = datetime(2026, 5, 7, 8, tzinfo=UTC)

    assert staff.digests.queue_due() == date(2026, 5, 7)
    assert len(staff.letters("digest")) == 3


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)], ids=["forward", "back"])
def test_a_clock_that_jumps_a_day_sends_no_digest_twice(sqlite: Store, jump: timedelta) -> None:
    staff = Staff(sqlite, datetime(2026, 5, 6, 8, tzinfo=UTC))
    for step in (timedelta(), jump, -jump):
        staff.at += step
        staff.digests.queue_due()

    subjects = [str(letter["Subject"]) for letter in staff.letters("digest")]
    assert len(subjects) == len(set(subjects)) <= 2


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring", "autumn"])
def test_the_nights_of_the_clock_change_owe_one_digest_a_date(sqlite: Store, sunday: date) -> None:
    saturday_evening = datetime(sunday.year, sunday.month, sunday.day - 1, 20, tzinfo=UTC)
    staff = Staff(sqlite)
    owed = []
    for minute in range(0, 52 * 60, 7):
        staff.at = saturday_evening + timedelta(minutes=minute)
        owed.append(staff.digests.queue_due())

    assert [on for on in owed if on] == [sunday + timedelta(days=1)]


def test_a_digest_sent_by_hand_is_that_dates_digest(staff: Staff) -> None:
    assert staff.digests.queue_now(MONDAY)
    assert not staff.digests.queue_now(MONDAY)
    assert staff.digests.queue_due() is None
    assert len(staff.letters("digest")) == 1


def test_one_sent_by_hand_for_a_later_day_silences_none_between(staff: Staff) -> None:
    staff.digests.queue_now(date(2026, 5, 6))

    assert staff.on_days(8) == [MONDAY, date(2026, 5, 5), date(2026, 5, 7)]


def test_one_sent_by_hand_on_a_sunday_leaves_monday_its_own(staff: Staff) -> None:
    staff.digests.queue_now(date(2026, 5, 3))

    assert staff.digests.queue_due() == MONDAY


@pytest.mark.parametrize(
    ("empty_days", "sent"),
    [
        pytest.param("always", [4, 5, 6, 7, 11, 12, 13, 14, 15, 18], id="always"),
        pytest.param("when-needed", [4, 11, 18], id="a weekly sign of life"),
        pytest.param("never", [], id="never"),
    ],
)
def test_days_with_nothing_to_say_go_by_the_configuration(
    sqlite: Store, empty_days: str, sent: list[int]
) -> None:
    staff = Staff(sqlite, staff={"empty_days": empty_days})

    staff.on_days(18)

    with sqlite.read() as tx:
        days = select(digest_rows.c.on).where(digest_rows.c.kind == "daily").order_by(digest_rows.c.on)
        assert [on.day for on in tx.connection.execute(days).scalars()] == sent
    assert len(staff.letters("digest")) == len(sent)


def test_a_day_with_something_to_say_is_never_left_out(sqlite: Store) -> None:
    staff = Staff(sqlite, staff={"empty_days": "never"})
    staff.digests.queue_due()
    with sqlite.begin() as tx:
        opened(tx, verdict())
    staff.at += timedelta(days=1)
    staff.digests.queue_due()

    (text,) = staff.texts("digest")
    assert "C-2345BCDF" in text


def test_a_quiet_day_can_still_be_sent_by_hand(sqlite: Store) -> None:
    staff = Staff(sqlite, staff={"empty_days": "never"})
    staff.digests.queue_due()

    assert staff.digests.queue_now(MONDAY)
    assert len(staff.letters("digest")) == 1


def test_a_digest_holds_what_the_books_hold(staff: Staff) -> None:
    overdue = {"consent_at": datetime(2026, 4, 20, 8, tzinfo=UTC), "alta_at": NOW}
    with staff.store.begin() as tx:
        put(tx, held(State.DUE, **overdue), held(State.LEAVING, PERE, "A-0002"))
        opened(tx, verdict(person=HUSBAND))
        opened(tx, verdict(Outcome.WAITING, Reason.LACKING), ref="C-ASKED222")
        tx.connection.execute(
            insert(folders).values(name="INBOX", uidvalidity=1, last_uid=9, by_instant=False, vanished=3)
        )
    staff.digests.queue_due()

    (text,) = staff.texts("digest")
    for said in ("A-0001", "A-0002", "C-2345BCDF", "C-ASKED222", "3 missatges es van moure"):
        assert said in text
    assert "12345678Z" not in text


def test_what_is_new_is_counted_from_the_digest_before(staff: Staff) -> None:
    staff.digests.queue_due()
    with staff.store.begin() as tx:
        put(tx, held(State.ACTIVE), held(State.ACTIVE, PERE, "A-0002"))
        asked = Request(kind=Kind.BAIXA, person=PERE, at=NOW - timedelta(days=3))  # and decided by staff now
        later = mark(NOW + timedelta(hours=1))
        subscribers.advance(tx, subscribers.find(tx, "A-0002"), What.BAIXA, later, request=asked)
        tx.connection.execute(update(subscriptions).values(opened_at=NOW + timedelta(hours=1)))
        opened(tx, verdict(), at=NOW + timedelta(hours=2))
    staff.at += timedelta(days=1)

    with staff.store.read() as tx:
        news = staff.digests.of(tx, staff.at.date()).new_since
        # Asked again after it went out, it is the same digest.
        assert news is not None
    staff.digests.queue_due()
    with staff.store.read() as tx:
        assert staff.digests.of(tx, staff.at.date()).new_since == news
    assert (news.begun, news.left, news.cards) == (2, 1, 1)


def test_what_was_set_aside_as_before_the_start_is_counted(staff: Staff) -> None:
    row = {
        "folder": "INBOX", "uidvalidity": 1, "head_sha256": "h", "size": 1, "received_at": NOW,
        "handled_at": NOW, "kind": "other", "outcome": "aside",
    }  # fmt: skip
    digests = staff.digests
    with staff.store.begin() as tx:
        for uid, reason in enumerate([Reason.BEFORE_START, Reason.BEFORE_START, Reason.ROBOT]):
            said = {"reason": reason.name, "reasons": [in_catalan(reason)]}
            tx.connection.execute(insert(messages).values(uid=uid, **row, **said))
        health = digests.of(tx, MONDAY).health

    assert (health.before_start, health.last_mail_at) == (2, NOW)


def test_a_year_that_nobody_has_confirmed_is_said_from_december_on(staff: Staff) -> None:
    with staff.store.read() as tx:
        years = [staff.digests.of(tx, date(2026, month, 10)).health.unconfirmed_years for month in (11, 12)]

    assert years == [(), (2027,)]


REQUESTED = {"alta_at": NOW - timedelta(days=30)}


def test_an_alta_without_a_consent_for_thirty_days_is_a_card_once(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.REQUESTED, **REQUESTED), held(State.REQUESTED, PERE, "A-0002", alta_at=NOW))

    staff.digests.queue_due()
    assert open_cards(staff) == []
    staff.at += timedelta(days=1)
    staff.digests.queue_due()
    (card,) = open_cards(staff)
    assert (card.subscribers, card.reason) == (("A-0001",), in_catalan(Reason.OLD_REQUEST))
    assert card.ref in staff.texts("digest")[-1]
    staff.at += timedelta(days=1)
    staff.digests.queue_due()
    assert open_cards(staff) == [card]


def open_cards(staff: Staff) -> list[cases.Case]:
    with staff.store.read() as tx:
        return cases.listed(tx, states=["staff"])


def test_a_stale_request_whose_card_was_closed_is_no_card_again(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.REQUESTED, alta_at=NOW - timedelta(days=40)))
    staff.digests.queue_due()
    with staff.store.begin() as tx:
        cases.close(tx, open_cards(staff)[0], because="vindrà", by="ana", now=NOW)
    staff.at += timedelta(days=1)
    staff.digests.queue_due()

    assert open_cards(staff) == []


@pytest.mark.parametrize("state", [s for s in State if s is not State.REQUESTED])
def test_only_requests_grow_stale(sqlite: Store, state: State) -> None:
    staff = Staff(sqlite)
    with sqlite.begin() as tx:
        put(tx, held(state, alta_at=NOW - timedelta(days=99)))
    staff.digests.queue_due()

    assert open_cards(staff) == []


def test_leaves_are_told_at_once_in_one_notice_and_once(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.ACTIVE), held(State.DUE, PERE, "A-0002"))
    staff.does("A-0001", What.BAIXA)
    staff.does("A-0002", What.BAIXA)

    assert [staff.digests.queue_leaves() for _ in range(3)] == [2, 0, 0]
    (text,) = staff.texts("leaves")
    assert "A-0001" in text
    assert "A-0002" in text


def test_a_leave_waits_some_minutes_for_the_rest_of_its_household(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.ACTIVE), held(State.DUE, PERE, "A-0002"))
    company = timedelta(minutes=2)
    staff.does("A-0001", What.BAIXA)
    staff.at += timedelta(minutes=1)
    assert staff.digests.queue_leaves(grouped_for=company) == 0
    staff.does("A-0002", What.BAIXA)

    staff.at += timedelta(minutes=1)

    assert staff.digests.queue_leaves(grouped_for=company) == 2
    assert len(staff.letters("leaves")) == 1


def test_a_leave_of_who_was_never_on_the_phone_is_no_notice(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.CONSENTED), held(State.REQUESTED, PERE, "A-0002"))
    staff.does("A-0001", What.BAIXA)
    staff.does("A-0002", What.BAIXA)

    assert staff.digests.queue_leaves() == 0
    assert staff.letters("leaves") == []


def test_who_was_put_back_and_leaves_again_is_told_of_again(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.ACTIVE))
    staff.does("A-0001", What.BAIXA)
    staff.digests.queue_leaves()
    staff.does("A-0001", What.UNDO)
    staff.at += timedelta(hours=1)
    # The same mail, approved again: dated as the first time.
    staff.does("A-0001", What.BAIXA, at=NOW)

    assert staff.digests.queue_leaves() == 1
    assert len(staff.letters("leaves")) == 2


def test_a_leave_that_was_undone_before_it_was_told_is_no_notice(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.ACTIVE))
    staff.does("A-0001", What.BAIXA, What.UNDO)

    assert staff.digests.queue_leaves() == 0


def test_a_number_that_somebody_living_holds_is_not_to_be_taken_off(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.ACTIVE), held(State.ACTIVE, HUSBAND, "A-0002"))
    staff.does("A-0001", What.BAIXA)

    assert staff.digests.queue_leaves() == 0
    staff.does("A-0002", What.BAIXA)
    assert staff.digests.queue_leaves() == 1  # one number, by whoever left first

    staff.does("A-0001", What.TAKEN_OFF)
    with staff.store.read() as tx:
        assert {s.state for s in subscribers.everyone(tx)} == {State.LEFT}


def test_leaves_wait_for_the_digest_where_the_town_hall_wants_it_so(store: Store) -> None:
    staff = Staff(store, staff={"leaves": "digest"})
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
    staff.does("A-0001", What.BAIXA)

    staff.digests.queue_leaves()
    staff.digests.queue_due()

    assert staff.letters("leaves") == []
    assert "A-0001" in staff.texts("digest")[0]


def test_two_at_once_tell_of_a_leave_once(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.LEAVING))

    with ThreadPoolExecutor(4) as pool:
        told = [done.result() for done in [pool.submit(staff.digests.queue_leaves) for _ in range(4)]]

    assert sorted(told) == [0, 0, 0, 1]
    assert len(staff.letters("leaves")) == 1


ONA = "name,id_document,phone,state,consent_at\nOna Soldevila,34567890V,600555666,due,2026-04-24\n"


@pytest.fixture
def town(command: Command, config: Path) -> Command:
    (config.parent / "llista.csv").write_text(ONA, encoding="utf-8")
    assert command("subscribers", "import", config.parent / "llista.csv").code == 0
    return command


def test_the_command_prints_the_digest_and_sends_nothing(town: Command, config: Path) -> None:
    answer = town("digest", "--date", "2026-05-04")

    assert (answer.code, answer.err) == (0, "")
    assert "Ona Soldevila" in answer.out
    assert owed(config) == []


def owed(config: Path) -> list[str]:
    with closing(Store(f"sqlite:///{config.parent / 'books.db'}")) as store, store.read() as tx:
        return list(tx.connection.execute(select(outbox.c.key)).scalars())


def test_the_command_writes_the_html_part(town: Command, config: Path) -> None:
    file = config.parent / "resum.html"

    assert town("digest", "--date", "2026-05-04", "--html", file).code == 0
    assert "Ona Soldevila" in file.read_text(encoding="utf-8")


def test_an_html_file_that_cannot_be_written_is_one_clear_line(town: Command, config: Path) -> None:
    answer = town("digest", "--date", "2026-05-04", "--html", config.parent)

    assert answer.code == 1
    assert answer.err.startswith(f"altabaixa: cannot write {config.parent}")


def test_the_command_sends_a_dates_digest_once(town: Command, config: Path) -> None:
    first, second = (town("digest", "--date", "2026-05-04", "--send") for _ in range(2))

    assert (first.code, second.code) == (0, 0)
    assert "it waits, and the service tries again" in first.out
    assert "went out before" in second.out
    assert owed(config) == ["digest/2026-05-04/secretaria@setcases.cat"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--date", "dilluns"), "2026-05-11", id="a word for a date"),
        pytest.param(("--date", "2199-01-01", "--send"), "still to come", id="sent before its day"),
    ],
)
def test_wrong_usage_exits_2(town: Command, words: tuple[str, ...], said: str) -> None:
    assert refused(town("digest", *words), said, code=2)


@pytest.mark.parametrize("on", ["1999-01-01", "2026-12-24", "2099-12-31"])
def test_a_digest_of_any_date_can_be_looked_at(town: Command, on: str) -> None:
    assert town("digest", "--date", on).code == 0


def vanish(staff: Staff, count: int) -> None:
    with staff.store.begin() as tx:
        gone = update(folders).values(vanished=folders.c.vanished + count)
        if not tx.connection.execute(gone).rowcount:
            tx.connection.execute(
                insert(folders).values(name="INBOX", uidvalidity=1, last_uid=9, vanished=count)
            )


def test_what_vanished_is_told_once_and_then_it_is_quiet_again(sqlite: Store) -> None:
    staff = Staff(sqlite, staff={"empty_days": "when-needed"})
    vanish(staff, 3)
    told = []
    for count in (0, 0, 2):
        vanish(staff, count)
        with sqlite.read() as tx:
            told.append(staff.digests.of(tx, staff.at.date()).health.vanished)
        staff.digests.queue_due()
        staff.at += timedelta(days=1)

    assert told == [3, 0, 2]
    assert len(staff.letters("digest")) == 2


def test_a_mailbox_that_was_not_read_is_said_on_top(sqlite: Store) -> None:
    staff = Staff(sqlite)
    digests = staff.digests
    staff.at += timedelta(days=2)

    with sqlite.read() as tx:
        made = digests.of(tx, staff.at.date())

    assert made.health.mailbox_down_since == NOW
    assert headline(made).startswith("el servei no funciona")


@pytest.mark.parametrize("read_before", [False, True])
@pytest.mark.parametrize(("lived", "said"), [(timedelta(seconds=1), False), (timedelta(hours=2), True)])
def test_a_service_that_has_just_begun_is_not_said_to_read_nothing(
    sqlite: Store, read_before: bool, lived: timedelta, said: bool
) -> None:
    staff = Staff(sqlite)
    if read_before:
        staff.has_read_the_mailbox()
    staff.at += timedelta(days=1)  # a night later
    note_start(sqlite, version="1.0.0", now=staff.at - lived)
    digests = Digests(store=sqlite, settings=settings(), post=Post(settings()), clock=lambda: staff.at)

    with sqlite.read() as tx:
        top = headline(digests.of(tx, staff.at.date()))
    assert top.startswith("el servei no funciona") == said


def test_the_digest_brings_its_dates_for_a_calendar(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.DUE, consent_at=datetime(2026, 4, 20, 8, tzinfo=UTC), alta_at=NOW))
    staff.digests.queue_due()

    (letter,) = staff.letters("digest")
    files = {part.get_filename(): part for part in letter.iter_attachments()}
    dates = files["terminis-2026-05-04.ics"]
    assert dates.get_content_type() == "text/calendar"
    assert "UID:A-0001-alta@setcases.cat" in str(dates.get_content())


def test_a_digest_without_dates_has_nothing_attached(staff: Staff) -> None:
    staff.digests.queue_due()

    (letter,) = staff.letters("digest")
    assert list(letter.iter_attachments()) == []


def test_what_staff_did_by_hand_is_told_and_not_what_mail_did(staff: Staff) -> None:
    with staff.store.begin() as tx:
        put(tx, held(State.DUE, consent_at=NOW, alta_at=NOW), held(State.ACTIVE, PERE, "A-0002"))
    staff.digests.queue_due()
    staff.at += timedelta(days=1)
    staff.does("A-0001", What.ACTIVATED)
    with staff.store.begin() as tx:
        for ref, by in (("C-MAIL2222", "mail"), ("C-STAFF222", "secretaria@setcases.cat")):
            opened(tx, verdict(), ref=ref)
            cases.close(tx, cases.find(tx, ref), because="fet", by=by, now=staff.at)

    with staff.store.read() as tx:
        news = staff.digests.of(tx, staff.at.date()).new_since
    assert news is not None
    assert news.done == Done(activated=1, closed=1)


def test_what_was_none_of_ours_is_counted_since_the_digest_before(staff: Staff) -> None:
    digests = staff.digests
    digests.queue_due()
    row = {
        "folder": "INBOX", "uidvalidity": 1, "head_sha256": "h", "size": 1, "received_at": NOW,
        "kind": "other", "outcome": "aside", "reason": "ELSEWHERE", "reasons": [],
    }  # fmt: skip
    with staff.store.begin() as tx:
        for uid, hours in enumerate((-1, 1, 2)):
            tx.connection.execute(
                insert(messages).values(uid=uid, handled_at=NOW + timedelta(hours=hours), **row)
            )
        health = digests.of(tx, MONDAY + timedelta(days=1)).health

    assert health.set_aside == 2


def test_an_old_copy_of_the_books_is_a_warning(sqlite: Store) -> None:
    staff = Staff(sqlite)
    url = str(sqlite.url)
    backup.back_up(url, now=NOW)
    told = []
    for hours in (1, 48):
        staff.at = NOW + timedelta(hours=hours)
        digests = replace(staff.digests, settings=settings(store={"url": url}))
        with sqlite.read() as tx:
            health = digests.of(tx, staff.at.date()).health
        told.append((health.copied_at, health.copy_is_late, health.well))

    assert told == [(NOW, False, True), (NOW, True, False)]


def test_a_card_about_somebody_whose_record_is_gone_keeps_no_digest_back(sqlite: Store) -> None:
    staff = Staff(sqlite)
    with sqlite.begin() as tx:
        opened(tx, verdict(about=(held(State.ACTIVE, PERE, "A-0099"),)))

    assert staff.digests.queue_due() == MONDAY
    assert "C-2345BCDF" in staff.texts("digest")[0]
