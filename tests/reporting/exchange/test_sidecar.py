"""What a forged file says beside the project is refused as a whole, in one sentence, whatever the database takes."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any, get_type_hints

import pytest
from django.db.models import CharField, Model
from pydantic import BaseModel

from sluitend.apps.coding.models import Code, CodingRound
from sluitend.apps.design.models import CriterionVersion, Evaluation, QuestionVersion
from sluitend.apps.findings.models import Finding, Recommendation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, Speaker
from sluitend.formats.qdpx import sidecar
from tests.reporting.exchange.conftest import brought_in
from tests.reporting.exchange.test_arriving import CODE, SOURCE, losses, project

pytestmark = pytest.mark.django_db

GUID = "40000000-0000-0000-0000-000000000001"
REFUSED = (
    "Wat Sluitend aan het bestand had toegevoegd, is niet te lezen. Bevindingen, aanbevelingen en codeerrondes blijven "
    "achter."
)
FINDING = {"guid": GUID, "title": "Niemand belt (fictief)"}
ADVICE = {"guid": GUID, "kind": "recommendation", "title": "Bel (fictief)"}
TURNS = {"guid": SOURCE, "kind": "transcript", "turns": [[0, 4, 0, float("inf")]]}


def forged(told: dict[str, Any]) -> bytes:
    """A good project with this beside it, and a good finding, which must not come in either."""
    target = io.BytesIO(project())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(sidecar.FILE, json.dumps({"findings": [FINDING], **told}))
    return target.getvalue()


@pytest.mark.parametrize(
    "told",
    [
        {"findings": [{**FINDING, "text": "\0"}]},
        {"codes": [{"guid": CODE, "definition": "regie\0"}]},
        {"recommendations": [{**ADVICE, "addressee": "x" * 201}]},
        {"recommendations": [{**ADVICE, "term": "x" * 121}]},
        {"sources": [TURNS]},
    ],
    ids=["nul in a finding", "nul in a code", "long addressee", "long term", "endless time"],
)
def test_what_no_database_should_hold_is_refused_in_one_sentence(
    leader: User, empty: Evaluation, told: dict[str, Any]
) -> None:
    made = brought_in(leader, empty, forged(told), is_public=True)

    assert made.state == "done"
    assert REFUSED in losses(made)
    assert not Finding.objects.filter(evaluation=empty).exists()
    assert Code.objects.filter(evaluation=empty).count() == 3  # the project itself is whole


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (sidecar.CodeMore, Code),
        (sidecar.CriterionMore, CriterionVersion),
        (sidecar.FindingMore, Finding),
        (sidecar.QuestionMore, QuestionVersion),
        (sidecar.RecommendationMore, Recommendation),
        (sidecar.RoundMore, CodingRound),
        (sidecar.SourceMore, Source),
        (sidecar.SpeakerMore, Speaker),
    ],
)
def test_words_are_no_longer_than_what_keeps_them(told: type[BaseModel], kept: type[Model]) -> None:
    hints = get_type_hints(told, include_extras=True)
    fields = [one for one in kept._meta.concrete_fields if type(one) is CharField and not one.choices]

    for one in fields:
        if one.name in hints:
            (bounds,) = hints[one.name].__metadata__
            assert bounds.max_length <= one.max_length, one.name
