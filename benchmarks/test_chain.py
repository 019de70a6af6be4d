"""The evidence chain and the coverage map of a full evaluation: 5,000 fragments, 200 findings, 600 links."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from benchmarks.measuring import Figure, measure
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from tests.performance.pages import Page, read

BUDGET = 0.300  # seconds
ROUNDS = 20
PICTURES = ("start", "V1.1", "S1", "F1", "code", "B1", "C1", "A1", "coverage", "overview")


def _url(evaluation: Evaluation, name: str) -> str:
    if name in ("start", "coverage"):
        return reverse(f"reporting:{'chain_start' if name == 'start' else name}", args=[evaluation.pk])
    if name == "overview":
        return reverse("design:evaluation", args=[evaluation.pk])
    if name == "code":
        name = f"K{Code.objects.filter(evaluation=evaluation, codings__isnull=False).earliest('pk').pk}"
    return reverse("reporting:chain", args=[evaluation.pk, name])


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str, full_pages: dict[str, Page], figures: list[Figure], django_db_blocker: Any) -> None:
    """Each round just after somebody wrote: nothing that was kept in memory helps."""
    client = full_pages["reporting:chain"].client
    with django_db_blocker.unblock():
        evaluation = Evaluation.objects.get(pk=Fragment.objects.values_list("evaluation", flat=True)[0])
        leader = User.objects.get(memberships__evaluation=evaluation, memberships__role=Role.LEADER)
        url = _url(evaluation, name)

        def act() -> None:
            record(leader, "design.object_renamed", leader, evaluation=evaluation.pk)
            read(client.get(url))

        status = client.get(url).status_code
        note = f"{read(client.get(url)) // 1024} kB"
        figures.append(measure(f"chain: {name}", BUDGET, act, rounds=ROUNDS, warm=1, note=note))

    assert status == 200
