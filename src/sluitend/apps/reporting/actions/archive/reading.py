"""Puts an evaluation back from an archive: everything, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tarfile import TarError
from typing import IO, BinaryIO

from django.db import DatabaseError, transaction

from sluitend.apps.datasets import store as datasets
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction, Role
from sluitend.apps.reporting.actions.archive import results
from sluitend.apps.reporting.actions.archive.arriving import Arriving, Staged
from sluitend.apps.reporting.actions.archive.leaving import TEXT, Fields
from sluitend.apps.reporting.actions.archive.writing import SCHEMA
from sluitend.apps.sources import seals, store
from sluitend.errors import InputError
from sluitend.formats import archive, sealed
from sluitend.work import vault

_MOST_TEXT = 64 * 1024**2


def put_back(*, actor: User, source: BinaryIO, passphrase: str) -> Evaluation:
    """The evaluation of an archive, under new ids; the actor becomes project leader of it.

    Raises NotAllowed, the InputErrors of ``formats.archive.members``, and InputError:
    ``reporting.archive_unknown`` (data: kind), ``reporting.archive_withdrawn`` (data: object).
    """
    require_installation(actor, InstallationAction.START_EVALUATION)
    with _files_of_failure() as made:
        with _broken_when_it_lacks_something():
            held = _held(archive.members(source, passphrase), made)
        with transaction.atomic():
            return _put_back(actor, held)


@dataclass
class _Held:
    """An archive that was read to its end: rows, texts and results in memory, files on disk."""

    rows: dict[str, list[Fields]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    staged: dict[str, Staged] = field(default_factory=dict)
    results: dict[str, bytes] = field(default_factory=dict)


def _put_back(actor: User, held: _Held) -> Evaluation:
    arriving = Arriving(texts=held.texts, staged=held.staged, results=held.results)
    with _broken_when_it_lacks_something():
        for label in [label for label, rows in held.rows.items() if rows]:
            arriving.take(label, held.rows.pop(label))
        evaluation = arriving.finish()
    Membership.objects.update_or_create(evaluation=evaluation, user=actor, defaults={"role": Role.LEADER})
    count = sum(map(len, arriving.ids.values()))
    record(actor, "reporting.put_back", evaluation, evaluation=evaluation.pk, rows=count)
    return evaluation


def _held(members: Iterable[tuple[str, IO[bytes]]], made: list[str]) -> _Held:
    """Everything, read and parsed: the slow part, done before the database is asked for anything."""
    held = _Held()
    for name, content in members:
        folder, _, rest = name.partition("/")
        if name == "manifest.json":
            _check_manifest(json.loads(content.read()))
        elif folder == "originals":
            held.staged[name] = _file(content, made)
        elif folder == "datasets":
            held.staged[name] = _events(content, made)
        elif folder == results.FOLDER:
            held.results[name] = content.read(_MOST_TEXT)
        elif folder == "texts":
            held.texts[name] = content.read(_MOST_TEXT).decode("utf-8")
        elif folder == "rows":
            held.rows[rest.removesuffix(".jsonl")] = [json.loads(line) for line in content.read().splitlines()]
    _check_texts(held)
    return held


def _check_texts(held: _Held) -> None:
    """Each is what its row says of it."""
    for row in held.rows["sources.SourceVersion"]:
        if TEXT in row:
            text = held.texts[row[TEXT]]
            if len(text) != row["length"] or hashlib.sha256(text.encode()).hexdigest() != row["text_sha256"]:
                raise InputError("formats.archive_broken")


def _check_manifest(manifest: dict[str, object]) -> None:
    schema = manifest["schema"]
    if not isinstance(schema, int) or schema > SCHEMA:
        raise InputError("formats.archive_newer", version=schema)


def _file(content: IO[bytes], made: list[str]) -> Staged:
    path, key = store.new_path(store.ORIGINALS), vault.new_wrapped_key()
    made.append(path)
    with store.create(path) as file:
        info = sealed.seal_file(content, file, vault.unwrap(key), seals.FILE)  # type: ignore[arg-type]
        store.to_disk(file, path)
    return Staged(path, key, info.sha256)


def _events(content: IO[bytes], made: list[str]) -> Staged:
    path, key = store.new_path(datasets.FOLDER), vault.new_wrapped_key()
    made.append(path)
    return Staged(path, key, datasets.seal_packed(content, path, vault.unwrap(key)))


@contextmanager
def _broken_when_it_lacks_something() -> Iterator[None]:
    """Its own program wrote it, and no byte was changed since."""
    try:
        yield
    except (KeyError, ValueError, TypeError, DatabaseError, TarError):
        raise InputError("formats.archive_broken") from None


@contextmanager
def _files_of_failure() -> Iterator[list[str]]:
    """The files that were made; they go when the rows that speak of them do not come."""
    made: list[str] = []
    try:
        yield made
    except BaseException:
        for path in made:
            store.remove(path)
        raise
