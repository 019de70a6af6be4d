"""Planned, but not heard: perspectives, levels and places."""

from __future__ import annotations

import pytest

from sluitend.apps.design.models import MatrixCell, Method, Perspective, Place
from sluitend.apps.sources.models import Source, Speaker
from tests.reporting.checker.conftest import Fires
from tests.reporting.conftest import Chain


@pytest.fixture
def families(chain: Chain) -> Perspective:
    """Planned at two levels, in every municipality; and there is one municipality."""
    evaluation = chain.evaluation
    perspective = Perspective.objects.create(evaluation=evaluation, name="Gezinnen (fictief)")
    method = Method.objects.create(evaluation=evaluation, name="Gesprekken (fictief)", kind="interview")
    Place.objects.create(evaluation=evaluation, name="Proefdorp (fictief)", kind=evaluation.place_kind)
    for level in ("official", "executive"):
        MatrixCell.objects.create(
            question=chain.question, perspective=perspective, method=method, level=level, per_place=True, planned=1
        )
    return perspective


def test_nobody_was_heard(families: Perspective, fires: Fires) -> None:
    assert fires("H01") == ["Gezinnen (fictief)", "Proefdorp (fictief)"]


def test_one_level_was_not_heard(chain: Chain, families: Perspective, fires: Fires) -> None:
    place = Place.objects.get(name="Proefdorp (fictief)")
    Source.objects.filter(number=1).update(perspective=families, level="official", place=place)
    before = fires("H01")

    speaker = Speaker.objects.create(
        source=chain.released.version.source, number=0, label="Wethouder", perspective=families, level="executive"
    )

    assert (before, fires("H01")) == (["Gezinnen (fictief) / bestuurlijk"], [])
    assert speaker.place is None


def test_what_nobody_may_read_yet_was_not_heard(chain: Chain, families: Perspective, fires: Fires) -> None:
    Source.objects.filter(number=1).update(perspective=families, title="", sealed_title=b"verzegeld")

    assert fires("H01") == ["Gezinnen (fictief)", "Proefdorp (fictief)"]
