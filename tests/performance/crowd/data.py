"""Datasets in use, deliveries that were refused, and a report with many remarks. All of it is fictitious."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils import timezone

from sluitend.apps.datasets.models import Dataset, DatasetVersion, DestroyReason, VersionState, Waiver
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.engines.chain.remarks import Code
from sluitend.work import vault


def add(evaluation: Evaluation, user: User, amount: int) -> None:
    """Datasets with a delivery in use, and to D1 deliveries that were refused and errors that were let pass."""
    for _ in range(amount):
        _in_use(evaluation, user)
    first = evaluation.datasets.get(number=1)
    _refused(first, user, amount)
    _let_pass(first.versions.get(number=1), user, amount)


def _in_use(evaluation: Evaluation, user: User) -> None:
    number = (evaluation.datasets.aggregate(last=Max("number"))["last"] or 0) + 1
    dataset = Dataset.objects.create(
        evaluation=evaluation, number=number, title=f"Gegevens {number} (fictief)", origin="Regiebureau (fictief)",
        licence="Convenant (fictief)", retain_until=date(2030, 1, 1), created_by=user,
    )  # fmt: skip
    DatasetVersion.objects.create(
        dataset=dataset, number=1, state=VersionState.ACCEPTED, wrapped_key=vault.new_wrapped_key(), raw_bytes=1,
        raw_sha256=f"{number:064d}", raw_destroyed_at=timezone.now(), raw_destroyed_reason=DestroyReason.ACCEPTED,
        steps_path="datasets/niets", data_hash=f"{number:064d}", cases=3, events=9, made_by=user,
        accepted_at=timezone.now(), accepted_by=user,
    )  # fmt: skip


def _refused(dataset: Dataset, user: User, amount: int) -> None:
    last = dataset.versions.aggregate(last=Max("number"))["last"]
    now, reason = timezone.now(), DestroyReason.REFUSED
    DatasetVersion.objects.bulk_create(
        DatasetVersion(
            dataset=dataset, number=number, state=VersionState.REFUSED, raw_sha256=f"{number:064d}", raw_bytes=1,
            raw_destroyed_at=now, raw_destroyed_reason=reason, destroyed_at=now, destroyed_reason=reason, made_by=user,
        )
        for number in range(last + 1, last + 1 + amount)
    )  # fmt: skip


def _let_pass(version: DatasetVersion, user: User, amount: int) -> None:
    columns = [f"kolom {len(version.report) + number}" for number in range(amount)]
    version.report += [
        {"code": Code.FUTURE_TIME, "column": column, "count": 2, "rows": [2, 3], "data": {}} for column in columns
    ]
    version.save(update_fields=["report"])
    Waiver.objects.bulk_create(
        Waiver(version=version, code=Code.FUTURE_TIME, column=column, reason="Klopt (fictief).", made_by=user)
        for column in columns
    )
