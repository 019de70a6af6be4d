"""What the tests of the rules share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sluitend.apps.people.models import User
from sluitend.apps.reporting import checker
from tests.reporting.conftest import Chain

Fires = Callable[[str], list[str]]


@pytest.fixture
def fires(chain: Chain, leader: User) -> Fires:
    """``fires("B04")``: the labels of what this rule finds now, everything read anew."""

    def labels(code: str) -> list[str]:
        outcome = checker.check(leader, chain.evaluation)
        return [problem.label for problem in outcome.problems if problem.rule.code == code]

    return labels
