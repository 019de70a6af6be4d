"""Reads event logs in this process instead of one of their own: quicker, where the process itself is not tested."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from django.utils import timezone

from sluitend.apps.datasets import actions
from sluitend.apps.datasets.actions.changing import About
from sluitend.apps.datasets.mapping import Roles
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.work import events, events_process

ROLES = Roles("zaak", "activiteit", "tijd", "organisatie", attributes=("gemeente",))
HEAD = "zaak,activiteit,tijd,organisatie,gemeente\n"
CANARY = "a91f-kanarie"  # a case that may stand readable nowhere
GOOD = HEAD + (
    f"{CANARY},Aanmelding,2025-01-07,Wijkteam Noord,Waterdam\n"
    f"{CANARY},Toewijzing,2025-01-21,Regiebureau,Waterdam\n"
    "b2,Aanmelding,2025-02-03,Wijkteam Zuid,Rietveen\n"
    "b2,Toewijzing,2025-03-03,Regiebureau,Rietveen\n"
)
TWICE = GOOD + "b2,Toewijzing,2025-03-03,Regiebureau,Rietveen\n"


@contextmanager
def near() -> Iterator[None]:
    with (
        mock.patch.object(events, "columns", events_process.columns),
        mock.patch.object(events, "prepare", _prepare),
    ):
        yield


def _prepare(path: Path, wanted: dict[str, Any], folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(events_process.prepare(path, wanted, folder / events.STEPS)))
    return found


def about(**changes: Any) -> About:
    fields = {"title": "Ketengegevens (fictief)", "origin": "Regiebureau Waterrijk", "licence": "Convenant 2024"}
    return About(**{**fields, "retain_until": timezone.localdate() + timedelta(days=400), **changes})


def reported(actor: User, evaluation: Evaluation, content: str = GOOD) -> DatasetVersion:
    """Taken in, read, mapped and checked, as the worker would."""
    with near():
        file = io.BytesIO(content.encode())
        version = actions.take_in(actor=actor, evaluation=evaluation, file=file, filename="keten.csv", about=about())
        actions.read_version(version.pk)
        version = actions.map_columns(actor=actor, version=version, roles=ROLES)
        return actions.prepare_version(version.pk)
