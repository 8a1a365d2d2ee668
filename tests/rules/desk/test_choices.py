"""What the digest proposes to answer: only what the books allow, and what it does is said."""

from datetime import UTC, date, datetime

import pytest

from daemon.letters.sentences import in_catalan
from rules.books.decision import Advance, Reason, Request, Verdict
from rules.books.subscription import State, What, step
from rules.books.subscription import Subscription as Held
from rules.desk.choices import Choice, for_card, for_person
from rules.findings import Kind, Person
from rules.staff.orders import Verb

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
DOES = {"FET": What.ACTIVATED, "TRETA": What.TAKEN_OFF, "DESFÉS": What.UNDO, "BAIXA": What.BAIXA}


@pytest.mark.parametrize("phone", ["+34600111222", None], ids=["with a mobile", "without one"])
@pytest.mark.parametrize("state", sorted(State))
def test_no_order_is_offered_that_the_books_would_refuse(state: State, phone: str | None) -> None:
    held = Held(
        ref="A-0001", name="", id_document=None, phone=phone, state=state, left_at=NOW, left_from=State.ACTIVE
    )

    for choice in for_person("A-0001", state, phone=phone):
        if choice.verb == "CORREGEIX":  # moves nobody
            continue
        assert isinstance(step(held, DOES[choice.verb], at=NOW), State)


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        pytest.param(State.DUE, ["FET A-0001"], id="to be put on the phone"),
        pytest.param(State.LEAVING, ["TRETA A-0001", "DESFÉS A-0001"], id="to be taken off it"),
        pytest.param(State.ACTIVE, [], id="nothing is owed"),
    ],
)
def test_what_is_offered_by_state(state: State, offered: list[str]) -> None:
    assert [c.order for c in for_person("A-0001", state, phone="+34600111222")] == offered


def verdict(reason: Reason, *refs: str) -> Verdict:
    request = Request(kind=Kind.BAIXA, person=Person(), at=NOW)
    effects = tuple(Advance(ref=ref, what=What.BAIXA, request=request) for ref in refs)
    return Verdict(request=request, reason=reason, effects=effects)


def test_a_card_says_what_approving_it_does_and_to_whom() -> None:
    family = [verdict(Reason.LEFT, "A-0001"), verdict(Reason.LEFT, "A-0002")]

    apply, first, second, *rest = for_card("C-2345BCDF", family)

    assert apply.order == "APLICA C-2345BCDF"
    assert [*map(in_catalan, apply.does)] == ["fes la baixa (A-0001)", "fes la baixa (A-0002)"]
    assert [first.order, second.order] == ["BAIXA A-0001 C-2345BCDF", "BAIXA A-0002 C-2345BCDF"]
    assert in_catalan(second.does[0]) == "fes només la baixa d'A-0002"
    assert {(choice.order, choice.needs) for choice in rest} == {("DESCARTA C-2345BCDF", "")}


def test_that_there_is_nothing_to_do_is_one_tap_with_the_usual_reasons() -> None:
    closing = for_card("C-2345BCDF", [])

    assert [in_catalan(choice.says) for choice in closing] == ["ja està", "repetit", "no és nostre"]
    assert {choice.order for choice in closing} == {"DESCARTA C-2345BCDF"}
    assert all(choice.minor and not choice.needs for choice in closing)


def test_a_card_can_be_put_off_to_a_day() -> None:
    *_, later = for_card("C-2345BCDF", [], later=date(2026, 5, 11))

    assert (later.order, in_catalan(later.says)) == ("AJORNA C-2345BCDF", "11/05/2026")


def test_data_that_keep_it_from_being_done_can_be_put_right_in_the_mail_of_the_tap() -> None:
    person = Person(name="Pere Vall", phone="+34600111222")
    corrects, *_ = for_card("C-2345BCDF", [], to_correct=person)

    given = (("name", "Pere Vall"), ("id_document", ""), ("phone", "+34600111222"))
    assert (corrects.order, corrects.fields) == ("APLICA C-2345BCDF", given)


@pytest.mark.parametrize("reason", [r for r in Reason if r.name.startswith(("CONSENT_", "ALTA_"))])
def test_whatever_approving_comes_to_has_words(reason: Reason) -> None:
    apply, *_ = for_card("C-2345BCDF", [verdict(reason)])

    assert apply.does


def test_a_leave_that_cannot_be_applied_can_be_done_by_hand() -> None:
    by_hand, *_ = for_card("C-2345BCDF", [], leavers=["A-0001"])

    assert (by_hand.order, by_hand.case) == ("BAIXA A-0001 C-2345BCDF", "C-2345BCDF")


def test_where_it_can_be_applied_nobody_is_taken_off_by_hand() -> None:
    offered = for_card("C-2345BCDF", [verdict(Reason.LEFT, "A-0001")], leavers=["A-0001"])

    assert {choice.verb for choice in offered} == {"APLICA", "DESCARTA"}


@pytest.mark.parametrize("verb", ["FET", "TRETA", "DESFÉS", "APLICA", "DESCARTA", "BAIXA"])
def test_every_order_that_is_offered_is_one(verb: str) -> None:
    assert verb in {each.value for each in Verb}


@pytest.mark.parametrize(
    ("choices", "likely"),
    [
        pytest.param(for_person("A-0001", State.DUE, phone="+34600111222"), ["FET"], id="to be put on it"),
        pytest.param(for_person("A-0001", State.CONSENTED, phone="+34600111222"), [], id="the ALTA lacks"),
        pytest.param(for_person("A-0001", State.LEAVING, phone=None), ["TRETA"], id="to be taken off it"),
        pytest.param(
            for_card("C-2345BCDF", [verdict(Reason.LEFT, "A-0001")]), ["APLICA"], id="it can be done"
        ),
        pytest.param(for_card("C-2345BCDF", [], leavers=["A-0001", "A-0002"]), [], id="whose leave is it?"),
    ],
)
def test_what_nobody_can_be_sure_of_is_not_put_forward(
    choices: tuple[Choice, ...], likely: list[str]
) -> None:
    assert [choice.verb for choice in choices if choice.likely] == likely
