"""Who vouches for an order, and what a code is worth: one right way, and every wrong one."""

import pytest

from rules.sender.vouching import Presented, Standing, is_doubtful, may_be_answered, standing_of

GOOD = {"fits": True, "own": True, "used": False, "expired": False, "changed": False}


def code(**otherwise: bool) -> Presented:
    return Presented(**{**GOOD, **otherwise})


@pytest.mark.parametrize("authenticated", [True, None, False], ids=["true", "null", "false"])
@pytest.mark.parametrize(
    ("presented", "proved", "unproved"),
    [
        pytest.param(code(), Standing.TRUSTED, Standing.TRUSTED, id="its own, fresh"),
        pytest.param(code(expired=True), Standing.TRUSTED, Standing.EXPIRED, id="expired"),
        pytest.param(code(own=False), Standing.TRUSTED, Standing.ANOTHERS, id="a colleague's"),
        pytest.param(code(fits=False), Standing.MISFIT, Standing.MISFIT, id="of another order"),
        pytest.param(code(used=True), Standing.USED, Standing.USED, id="replayed"),
        pytest.param(code(changed=True), Standing.CHANGED, Standing.CHANGED, id="of what changed since"),
        pytest.param(None, Standing.UNKNOWN, Standing.UNKNOWN, id="guessed"),
    ],
)
def test_what_a_code_is_worth(
    authenticated: bool | None, presented: Presented | None, proved: Standing, unproved: Standing
) -> None:
    worth = standing_of(authenticated=authenticated, marked=False, has_code=True, code=presented)
    assert worth is {True: proved, None: unproved, False: Standing.FORGED}[authenticated]
    marked = standing_of(authenticated=authenticated, marked=True, has_code=True, code=presented)
    assert marked is (Standing.FORGED if authenticated is False else proved)


@pytest.mark.parametrize(
    ("authenticated", "marked", "standing"),
    [
        (True, False, Standing.TRUSTED),
        (None, True, Standing.TRUSTED),
        (None, False, Standing.UNPROVED),
        (False, True, Standing.FORGED),
        (False, False, Standing.FORGED),
    ],
)
def test_without_a_code_only_known_senders_order(
    authenticated: bool | None, marked: bool, standing: Standing
) -> None:
    assert standing_of(authenticated=authenticated, marked=marked, has_code=False, code=None) is standing


@pytest.mark.parametrize(
    ("authenticated", "to_us", "standing"),
    [
        (True, True, Standing.PASTED),
        (True, False, Standing.NOT_TO_US),
        (None, True, Standing.UNPROVED),
        (False, True, Standing.FORGED),
    ],
)
def test_what_another_may_have_written_needs_its_code(
    *, authenticated: bool | None, to_us: bool, standing: Standing
) -> None:
    how = {"authenticated": authenticated, "marked": False, "to_us": to_us, "is_own": False}
    assert standing_of(has_code=False, code=None, **how) is standing
    if authenticated is not False:
        assert standing_of(has_code=True, code=code(), **how) is Standing.TRUSTED


@pytest.mark.parametrize(
    ("authenticated", "marked", "codes", "answered"),
    [
        pytest.param(True, False, (), True, id="known"),
        pytest.param(None, True, (), True, id="marked inside"),
        pytest.param(None, False, (code(used=True),), True, id="whoever holds a used code of hers"),
        pytest.param(None, False, (code(expired=True),), True, id="or an expired one"),
        pytest.param(None, False, (code(own=False),), False, id="not who holds a colleague's"),
        pytest.param(None, False, (None,), False, id="not who guesses"),
        pytest.param(None, False, (), False, id="nor who has none"),
        pytest.param(False, True, (code(),), False, id="never a forger, whatever he holds"),
    ],
)
def test_who_is_told_what_became_of_the_orders(
    authenticated: bool | None, marked: bool, codes: tuple[Presented | None, ...], answered: bool
) -> None:
    assert may_be_answered(authenticated=authenticated, marked=marked, codes=codes) is answered


def test_a_person_looks_where_the_mail_may_not_be_the_clerks() -> None:
    fine = {Standing.TRUSTED, Standing.MISFIT, Standing.USED, Standing.CHANGED}
    assert {standing for standing in Standing if not is_doubtful(standing)} == fine


@pytest.mark.parametrize("authenticated", [True, None], ids=["true", "null"])
def test_a_mail_that_is_not_meant_for_us_orders_by_its_codes_alone(*, authenticated: bool | None) -> None:
    for marked in (True, False):
        bare = standing_of(authenticated=authenticated, marked=marked, has_code=False, code=None, to_us=False)
        is_known = authenticated or marked
        assert bare is (Standing.NOT_TO_US if is_known else Standing.UNPROVED)
        for presented, standing in (
            (code(), Standing.TRUSTED),
            (code(own=False), Standing.ANOTHERS),
            (code(expired=True), Standing.EXPIRED),
        ):
            worth = standing_of(
                authenticated=authenticated, marked=marked, has_code=True, code=presented, to_us=False
            )
            assert worth is standing
