"""Takes an evaluation out: one JSON Lines file for each kind of row, then the texts, then the files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from sluitend import __version__
from sluitend.apps.analyses import seals as result_seals
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.datasets.store import packed_steps
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.archive import known
from sluitend.apps.reporting.actions.archive.leaving import FILE, TEXT, Fields, Leaving
from sluitend.apps.reporting.actions.archive.snapshot import beside, snapshot
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.models import Original, SourceVersion
from sluitend.formats import archive, sealed
from sluitend.work import vault

SCHEMA = 1  # of the rows; goes up when a reader needs to know
_USER_FIELDS = ("id", "email", "name")
_AT_ONCE = 500
_READ = 50  # percent, once the rows have been read; files take the rest


def archive_evaluation(
    *,
    actor: User,
    evaluation: Evaluation,
    target: BinaryIO,
    lock: archive.Lock,
    originals: bool,
    identities: bool,
    progress: Callable[[int], None] = lambda _percent: None,
) -> dict[str, int]:
    """Write everything of the evaluation to `target`; returns the number of rows of each kind.

    It is read as it was at one moment, while others go on working. Texts that are not released, and the files as they
    came in, go along with `originals` only; who respondents are, and the list of names, with `identities` only. Keys
    never do. `progress` may write to the database, and may raise to stop. Raises NotFound, NotAllowed.
    """
    require(actor, evaluation, Action.ARCHIVE)
    leaving = Leaving(evaluation, originals, identities)
    with beside(progress) as tell, archive.writing(target, lock) as writer, snapshot():
        rows = _rows(leaving, tell)
        counts = {label: len(some) for label, some in rows.items()}
        writer.add("manifest.json", _manifest(leaving, counts, timezone.now()))
        for label, some in rows.items():
            writer.add(f"rows/{label}.jsonl", b"".join(_json(row) + b"\n" for row in some))
        tell(_READ)
        _add_texts(writer, rows)
        _add_files(writer, rows, tell)
        _add_events(writer, rows)
        _add_results(writer, rows)
    about = {"rows": sum(counts.values()), "originals": originals, "identities": identities}
    record(actor, "reporting.archived", evaluation, evaluation=evaluation.pk, **about)
    return counts


def _manifest(leaving: Leaving, counts: dict[str, int], now: datetime) -> bytes:
    return _json(
        {
            "schema": SCHEMA,
            "made_by": f"Sluitend {__version__}",
            "made_at": now,
            "originals": leaving.originals,
            "identities": leaving.identities,
            "rows": counts,
            "left_out": {label: len(some) for label, some in leaving.left_out.items()},
        }
    )


def _rows(leaving: Leaving, tell: Callable[[int], None]) -> dict[str, list[Fields]]:
    """By kind, in the order in which they can be put back."""
    own: dict[str, list[Fields]] = {}
    kinds = known.archived()
    for number, model in enumerate(kinds):
        tell(_READ * number // len(kinds))
        own[model._meta.label] = _targets_first(list(_rows_of(leaving, model)), known.own_keys(model))
    own["sources.RetiredPseudonym"] += [
        {"id": -number, "evaluation": leaving.evaluation.pk, "pseudonym": word, "entry": None}
        for number, word in enumerate(_not_yet_retired(leaving, own["sources.RetiredPseudonym"]), 1)
    ]
    return {**_named(leaving), **own}


def _not_yet_retired(leaving: Leaving, rows: list[Fields]) -> list[str]:
    """A name may have got back a pseudonym that it had before: that one is among the rows already."""
    there = {row["pseudonym"] for row in rows}
    return [word for word in dict.fromkeys(leaving.retired) if word not in there]


def _rows_of(leaving: Leaving, model: known.Model) -> Iterator[Fields]:
    rows = model._base_manager.filter(**{known.path_to(model): leaving.evaluation.pk}).order_by("pk")
    for one in rows.iterator(chunk_size=_AT_ONCE):
        if (fields := leaving.row(one)) is not None:
            yield fields


def _targets_first(rows: list[Fields], names: list[str]) -> list[Fields]:
    """Rows behind those of their own kind that they point at: a code behind the code above it."""
    placed: set[int] = set()
    order: list[Fields] = []
    while rows:
        waiting = {row["id"] for row in rows}
        ready = [row for row in rows if not any(row[name] in waiting and row[name] != row["id"] for name in names)]
        ready = ready or rows  # in a circle: what could not be pointed at yet is filled in at the end
        order += ready
        placed |= {row["id"] for row in ready}
        rows = [row for row in rows if row["id"] not in placed]
    return order


def _named(leaving: Leaving) -> dict[str, list[Fields]]:
    """Users by address and name, and the organisations, municipalities and regions that a row points at."""
    users = apps.get_model(known.USER)._base_manager.filter(pk__in=leaving.named.get(known.USER, set()))
    found = {known.USER: [dict(row) for row in users.order_by("pk").values(*_USER_FIELDS)]}
    for label in reversed(list(known.REGISTER)):  # an organisation names its municipality, a region its leading one
        found[label] = list(_register(leaving, label))
    return {label: found[label] for label in (known.USER, *known.REGISTER)}


def _register(leaving: Leaving, label: str) -> Iterator[Fields]:
    for one in apps.get_model(label)._base_manager.filter(pk__in=leaving.named.get(label, set())).order_by("pk"):
        fields = leaving.row(one)
        if fields is not None:
            yield {**fields, "parent": None} if "parent" in fields else fields


def _add_texts(writer: archive.Writer, rows: dict[str, list[Fields]]) -> None:
    names = {row["id"]: row[TEXT] for row in rows["sources.SourceVersion"] if TEXT in row}
    versions = SourceVersion.objects.filter(pk__in=names).select_related("source").order_by("pk")
    for one in versions.iterator(chunk_size=1):
        text = one.text if one.sealed_text is None else seals.open_text(one.source, one.number, one.sealed_text)
        writer.add(names[one.pk], (text or "").encode("utf-8"))


def _add_files(writer: archive.Writer, rows: dict[str, list[Fields]], tell: Callable[[int], None]) -> None:
    names = {row["id"]: row[FILE] for row in rows["sources.Original"] if FILE in row}
    for number, one in enumerate(Original.objects.filter(pk__in=names).select_related("source").order_by("pk")):
        tell(_READ + (100 - _READ) * number // len(names))
        with store.full(one.path).open("rb") as file:
            chunks = sealed.open_file(file, vault.unwrap(one.source.wrapped_key), seals.FILE)
            writer.stream(names[one.pk], one.size, archive.as_file(chunks))


def _add_events(writer: archive.Writer, rows: dict[str, list[Fields]]) -> None:
    names = {row["id"]: row[FILE] for row in rows["datasets.DatasetVersion"] if FILE in row}
    for one in DatasetVersion.objects.filter(pk__in=names).order_by("pk"):
        size = sum(map(len, packed_steps(one)))
        writer.stream(names[one.pk], size, archive.as_file(packed_steps(one)))


def _add_results(writer: archive.Writer, rows: dict[str, list[Fields]]) -> None:
    names = {row["id"]: row[FILE] for row in rows["analyses.AnalysisResult"] if FILE in row}
    for one in AnalysisResult.objects.filter(pk__in=names).order_by("pk").iterator(chunk_size=1):
        writer.add(names[one.pk], result_seals.plain(one))


def _json(value: Any) -> bytes:
    return json.dumps(value, cls=_Encoder, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


class _Encoder(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own encoder keeps three digits."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)
