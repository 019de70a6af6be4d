"""A result of coded texts beside the chain. Everything is fictitious."""

from __future__ import annotations

import pytest

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.people.models import User
from tests.analyses.voices import ENTRY, KEY, WAITING, World
from tests.reporting.conftest import Chain

FIRST = 201  # number of the first of its sources, S201, and respondents
SAID = {"cliënten": (6, 2), "gemeente": (3, 0), "school": (1, 1)}


def voices_asked(chain: Chain, user: User, monkeypatch: pytest.MonkeyPatch) -> AnalysisResult:
    """U1: of six clients two said it, of three of the municipality nobody, and so did the one of the school."""
    entries = {**discovery.analyses(), KEY: ENTRY}
    monkeypatch.setattr(discovery, "analyses", lambda: entries)
    World(chain.evaluation, user, first=FIRST).speak(SAID)
    return again(chain, user)


def again(chain: Chain, user: User) -> AnalysisResult:
    """The same question once more."""
    asked = {"codes": [WAITING]}
    return analyses.ask_codings_now(actor=user, evaluation=chain.evaluation, key=KEY, parameters=asked)
