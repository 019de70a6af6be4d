"""Ten people code at once in a real installation, until they did enough: nothing that was acknowledged is lost.

Nothing is timed here: the figures come from ``make load``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.load.running import run

WRITES = {"code", "take off", "memo", "undo", "redo"}


@pytest.mark.slow
@pytest.mark.sqlite
def test_everything_that_ten_people_were_told_is_stored_and_on_everybodys_screen(tmp_path: Path) -> None:
    outcome = run(tmp_path, people=10, seconds=20, think=0.5, texts=3, codings=20, requests=200)

    assert outcome.faults == []
    assert len([one for one in outcome.timings if one.kind in WRITES and one.status == 200]) > 50
    assert {one.kind for one in outcome.timings} >= {"code", "poll", "workbench"}
    assert set(outcome.refusals) <= {"coding.nothing_to_undo", "coding.nothing_to_redo", "coding.step_overtaken"}
