"""The table of norms goes along; what is no norm does not come in. Everything is fictitious."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from sluitend.apps.analyses import norm_table
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.archive import put_back
from sluitend.errors import InputError
from tests.analyses.test_norms import COUNCIL, change
from tests.archive.conftest import PASSPHRASE, made
from tests.archive.test_archive import contents
from tests.archive.test_archive_datasets import _packed

VERSIONS, ROWS = "rows/analyses.NormVersion.jsonl", "rows/analyses.NormRow.jsonl"


def back(actor: User, data: bytes) -> Evaluation:
    return put_back(actor=actor, source=io.BytesIO(data), passphrase=PASSPHRASE)


@pytest.mark.django_db
def test_the_table_comes_back_as_it_was(evaluation: Evaluation, leader: User, owner: User) -> None:
    change(leader, evaluation, COUNCIL, term=12)

    again = back(owner, made(leader, evaluation))

    assert norm_table.texts(again.pk) == norm_table.texts(evaluation.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("member", "column", "value"),
    [
        (VERSIONS, "trigger", "melding"),
        (VERSIONS, "trigger", [{"naam": 1}]),
        (VERSIONS, "answer", []),
        (VERSIONS, "breaks", None),
        (VERSIONS, "closed", ["geen dag"]),
        (VERSIONS, "unit", "eeuwen"),
        (VERSIONS, "term", 1_000_000),
        (ROWS, "key", "Geen Sleutel"),
    ],
)
def test_what_is_no_norm_is_refused(
    evaluation: Evaluation, leader: User, owner: User, member: str, column: str, value: Any
) -> None:
    change(leader, evaluation, COUNCIL, term=12)
    found = contents(made(leader, evaluation))
    rows = [json.loads(line) for line in found[member].splitlines()]
    rows[0][column] = value
    found[member] = b"\n".join(json.dumps(row).encode() for row in rows)

    with pytest.raises(InputError) as refused:
        back(owner, _packed(found))

    assert refused.value.code == "formats.archive_broken"
    assert Evaluation.objects.count() == 1
