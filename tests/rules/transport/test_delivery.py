"""Delivery: nothing surely unsent is lost, nothing in doubt is sent again blindly."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.transport.delivery import (
    GIVE_UP_AFTER,
    Answer,
    Audience,
    Fate,
    Kind,
    Phase,
    Retry,
    Trouble,
    Verdict,
    answered,
    back_off,
    is_about_server,
    is_domain,
    judge,
    mailable,
    others_wait_until,
    recovered,
    refuses_us,
    unreachable,
)

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
RESIDENT, STAFF = Audience.RESIDENT, Audience.STAFF
ENVELOPE, DATA = Phase.ENVELOPE, Phase.DATA


def said(code: int, phase: Phase = ENVELOPE) -> Answer:
    return answered(code, "", phase)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        pytest.param("5.1.1 no such\r\nuser \x1b[31mhere", "550 5.1.1 no such user [31mhere", id="one line"),
        pytest.param("x" * 900, f"550 {'x' * 295}…", id="not too long"),
        pytest.param("", "550", id="nothing said"),
    ],
)
def test_a_refusals_words_are_one_printable_line(message: str, words: str) -> None:
    assert answered(550, message, ENVELOPE).words == words


def test_what_is_taken_needs_no_words() -> None:
    assert answered(250, "2.0.0 queued as <roser@veins.example>", DATA).words == ""


def broken(kind: Kind, phase: Phase = ENVELOPE) -> Answer:
    return Answer(kind=kind, phase=phase)


def judged(
    answer: Answer,
    *,
    attempts: int = 1,
    since: timedelta = timedelta(0),
    audience: Audience = RESIDENT,
    again: bool = False,
) -> Verdict:
    return judge(
        answer, attempts=attempts, first_try_at=NOON - since, now=NOON, audience=audience, again=again
    )


def after(minutes: int, *, again: bool = False) -> Retry:
    return Retry(at=NOON + timedelta(minutes=minutes), again=again)


# What an answer means


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        pytest.param(said(250, DATA), Fate.SENT, id="taken"),
        pytest.param(said(451, DATA), after(5), id="451 at the dot"),
        pytest.param(said(421, DATA), after(5), id="421 at the dot"),
        pytest.param(said(554, DATA), Fate.FAILED, id="554 at the dot"),
        pytest.param(said(354, DATA), Fate.UNKNOWN, id="no final answer at the dot"),
        pytest.param(said(-1, DATA), Fate.UNKNOWN, id="nonsense at the dot"),
        pytest.param(said(421), after(5), id="closing"),
        pytest.param(said(450), after(5), id="greylisted"),
        pytest.param(said(452), after(5), id="mailbox full"),
        pytest.param(said(550), Fate.FAILED, id="no such mailbox"),
        pytest.param(said(250), after(5), id="a 250 in the envelope sends nothing"),
        pytest.param(broken(Kind.BROKEN), after(1), id="cut off or silent before the content"),
        pytest.param(broken(Kind.BROKEN, DATA), Fate.UNKNOWN, id="cut off or silent after the dot"),
        pytest.param(unreachable(Trouble.NO_CONNECTION), after(1), id="nobody there"),
        pytest.param(unreachable(Trouble.LOGIN, said(535)), after(1), id="wrong password"),
    ],
)
def test_an_answer_to_a_residents_first_letter(answer: Answer, verdict: Verdict) -> None:
    assert judged(answer) == verdict


def test_mail_to_staff_in_doubt_goes_once_more_and_no_more() -> None:
    in_doubt = broken(Kind.BROKEN, DATA)
    assert judged(in_doubt, audience=STAFF) == after(1, again=True)
    assert judged(in_doubt, audience=STAFF, again=True) == Fate.UNKNOWN


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("answer", [said(451), said(452, DATA), broken(Kind.BROKEN)], ids=str)
def test_a_doubt_is_kept_through_later_tries(answer: Answer, audience: Audience) -> None:
    verdict = judged(answer, audience=audience, again=True)
    assert isinstance(verdict, Retry)
    assert verdict.again


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("attempts", [1, 3, 40])
def test_only_a_2xx_after_the_content_is_sent_and_only_a_5xx_is_refused(
    attempts: int, audience: Audience
) -> None:
    for code, phase in product(range(200, 600), (ENVELOPE, DATA)):
        verdict = judged(said(code, phase), attempts=attempts, audience=audience)
        assert (verdict is Fate.SENT) == (phase is DATA and code < 300)
        assert (verdict is Fate.FAILED) == (code >= 500)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_in_doubt_before_the_content(kind: Kind, audience: Audience) -> None:
    assert judged(broken(kind), audience=audience) is not Fate.UNKNOWN


# When


def test_the_waits_grow_to_four_hours_and_stay_there() -> None:
    minutes = [back_off(attempts) // timedelta(minutes=1) for attempts in range(1, 9)]
    assert minutes == [1, 5, 15, 60, 120, 240, 240, 240]


@given(st.integers(-5, 10_000))
def test_more_tries_never_wait_less(attempts: int) -> None:
    assert timedelta(0) < back_off(attempts) <= back_off(attempts + 1)


@pytest.mark.parametrize("attempts", range(1, 12))
def test_after_a_4xx_it_waits_five_minutes_at_least(attempts: int) -> None:
    verdict = judged(said(451), attempts=attempts)
    assert isinstance(verdict, Retry)
    assert verdict.at - NOON == max(back_off(attempts), timedelta(minutes=5))


@pytest.mark.parametrize("attempts", range(3, 12))
def test_a_letter_at_which_the_server_falls_silent_lets_the_others_go_first(attempts: int) -> None:
    verdict = judged(broken(Kind.BROKEN), attempts=attempts)
    assert isinstance(verdict, Retry)
    assert verdict.at > others_wait_until(attempts=attempts, now=NOON)


@pytest.mark.parametrize("attempts", range(1, 12))
def test_a_server_that_comes_back_never_waits_longer_than_five_minutes_for_us(attempts: int) -> None:
    verdict = judged(unreachable(Trouble.NO_CONNECTION), attempts=attempts)
    assert isinstance(verdict, Retry)
    assert verdict.at - NOON <= timedelta(minutes=5)
    assert others_wait_until(attempts=attempts, now=NOON) - NOON <= timedelta(minutes=5)


@pytest.mark.parametrize(
    ("since", "again", "verdict"),
    [
        pytest.param(GIVE_UP_AFTER - timedelta(seconds=1), False, after(240), id="a second before"),
        pytest.param(GIVE_UP_AFTER, False, Fate.FAILED, id="five days"),
        pytest.param(GIVE_UP_AFTER, True, Fate.UNKNOWN, id="five days, but an earlier try may have arrived"),
    ],
)
def test_after_five_days_a_letter_is_given_up(since: timedelta, again: bool, verdict: Verdict) -> None:
    assert judged(said(451), attempts=30, since=since, again=again) == verdict


def test_a_letter_that_arrives_on_the_last_day_is_sent_all_the_same() -> None:
    assert judged(said(250, DATA), attempts=30, since=timedelta(days=9)) == Fate.SENT


def test_a_clock_that_went_back_gives_nothing_up() -> None:
    assert isinstance(judged(said(451), since=timedelta(days=-30)), Retry)


@given(
    attempts=st.integers(1, 100),
    code=st.integers(400, 499),
    since=st.timedeltas(timedelta(0), GIVE_UP_AFTER - timedelta(seconds=1)),
    audience=st.sampled_from(Audience),
)
def test_a_retry_is_always_later_than_now(
    attempts: int, code: int, since: timedelta, audience: Audience
) -> None:
    verdict = judged(said(code), attempts=attempts, since=since, audience=audience)
    assert isinstance(verdict, Retry)
    assert verdict.at > NOON


# After a crash


@pytest.mark.parametrize(
    ("phase", "audience", "verdict"),
    [
        pytest.param(ENVELOPE, RESIDENT, after(0), id="resident, envelope"),
        pytest.param(ENVELOPE, STAFF, after(0), id="staff, envelope"),
        pytest.param(DATA, RESIDENT, Fate.UNKNOWN, id="resident, data"),
        pytest.param(DATA, STAFF, after(0, again=True), id="staff, data"),
        pytest.param(Phase.ENVELOPE_AGAIN, STAFF, after(0, again=True), id="staff, second envelope"),
        pytest.param(Phase.DATA_AGAIN, STAFF, Fate.UNKNOWN, id="staff, second data"),
    ],
)
def test_a_letter_found_being_sent(phase: Phase, audience: Audience, verdict: Verdict) -> None:
    assert recovered(phase, audience=audience, now=NOON) == verdict


@pytest.mark.parametrize("phase", Phase)
def test_no_resident_letter_past_data_ever_waits_again(phase: Phase) -> None:
    written = phase.entering_data
    assert recovered(written, audience=RESIDENT, now=NOON) == Fate.UNKNOWN


@pytest.mark.parametrize(
    ("phase", "then"),
    [
        (ENVELOPE, DATA),
        (DATA, DATA),
        (Phase.ENVELOPE_AGAIN, Phase.DATA_AGAIN),
        (Phase.DATA_AGAIN, Phase.DATA_AGAIN),
    ],
)
def test_entering_data_keeps_which_try_it_is(phase: Phase, then: Phase) -> None:
    assert phase.entering_data is then


# Whose fault


@pytest.mark.parametrize(
    ("answer", "about"),
    [
        (said(250, DATA), False),
        (said(550), False),
        (said(451), False),
        (said(452), False),
        (said(421), True),
        (broken(Kind.BROKEN), True),
        (broken(Kind.BROKEN, DATA), True),
        (unreachable(Trouble.LOGIN), True),
    ],
    ids=str,
)
def test_an_answer_is_about_the_server_unless_it_judges_the_letter(answer: Answer, about: bool) -> None:
    assert is_about_server(answer) is about


@pytest.mark.parametrize(
    ("code", "ours"), [(530, True), (550, True), (553, True), (552, False), (451, False), (421, False)]
)
def test_a_permanent_refusal_of_mail_is_about_us_unless_the_letter_is_too_big(code: int, ours: bool) -> None:
    assert refuses_us(said(code)) is ours


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "merce@example.cat",
        "o'connor+llista=1@mail.example.cat",
        "a@b.cat",
        "a.b-c_d@x-y.example.museum",
        "m@xn--rsum-bpad.cat",
        "1@2.cat",
        f"{'a' * 64}@example.cat",
        f"a@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 56}.cat",  # 254
    ],
)
def test_a_plain_address_is_mailable(address: str) -> None:
    assert mailable(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "merce",
        "@example.cat",
        "merce@",
        "merce@localhost",
        "merce@@example.cat",
        "a@b@example.cat",
        "merce@example.cat ",
        " merce@example.cat",
        "mer ce@example.cat",
        "merce@example.cat\n",
        "merce@example.cat\r\nRCPT TO:<e@x.cat>",
        "merce@exam\x00ple.cat",
        "merce@example.cat.",
        "merce@.example.cat",
        "merce@example..cat",
        ".merce@example.cat",
        "merce.@example.cat",
        "mer..ce@example.cat",
        '"merce"@example.cat',
        '"a\r\nb"@example.cat',
        "merce(x)@example.cat",
        "<merce@example.cat>",
        "Mercè <merce@example.cat>",
        "mercè@example.cat",
        "merce@exemplè.cat",
        "merce@example.cat\u2028",
        "merce＠example.cat",
        "٣@example.cat",
        "merce@[192.0.2.1]",
        "merce@192.0.2.1",
        "merce@-example.cat",
        "merce@example-.cat",
        "merce@exam_ple.cat",
        "merce@example.cat,pere@example.cat",
        "merce@example.cat;x",
        "merce@example.cat SIZE=1",
        f"{'a' * 65}@example.cat",
        f"{'a' * 32}.{'b' * 32}@example.cat",
        f"a@{'b' * 64}.cat",
        f"a@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 57}.cat",  # 255
    ],
)
def test_anything_else_is_not(address: str) -> None:
    assert not mailable(address)


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_is_mailable_can_open_no_second_argument_or_line(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    if mailable(address):
        assert address.isascii()
        assert not set(address) & set(' <>"\\,;:()[]\r\n\t\0')


@pytest.mark.parametrize("length", [1_000, 1_000_000])
def test_a_huge_address_is_told_at_once(length: int) -> None:
    assert not mailable("a" * length + "@example.cat")
    assert not is_domain("a." * length)
