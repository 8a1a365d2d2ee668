"""What the tests of a module share is made once, however many processes run them."""

import pytest


@pytest.fixture(scope="module")
def costly() -> None:
    """What takes long to make."""


def test_the_tests_that_share_it_run_in_one_process(costly: None, request: pytest.FixtureRequest) -> None:
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("only `--dist loadgroup` makes groups")

    assert request.node.nodeid.endswith("@test_made_once")
