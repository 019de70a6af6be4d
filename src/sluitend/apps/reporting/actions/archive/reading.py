"""Puts an evaluation back from an archive: everything, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from django.db import DatabaseError, transaction

from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction, Role
from sluitend.apps.reporting.actions.archive.arriving import Arriving, Staged, is_sealed
from sluitend.apps.reporting.actions.archive.writing import SCHEMA
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.models import SourceVersion
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
            held, staged = _staged(archive.members(source, passphrase), made)
        with transaction.atomic():
            return _put_back(actor, Arriving(staged=staged), held)


def _put_back(actor: User, arriving: Arriving, held: Iterable[tuple[str, bytes]]) -> Evaluation:
    with _broken_when_it_lacks_something():
        for name, content in held:
            _take(arriving, name, content)
        evaluation = arriving.finish()
    Membership.objects.update_or_create(evaluation=evaluation, user=actor, defaults={"role": Role.LEADER})
    count = sum(map(len, arriving.ids.values()))
    record(actor, "reporting.put_back", evaluation, evaluation=evaluation.pk, rows=count)
    return evaluation


def _staged(
    members: Iterable[tuple[str, IO[bytes]]], made: list[str]
) -> tuple[list[tuple[str, bytes]], dict[str, Staged]]:
    """Rows and texts in memory, files on disk: the slow part, done before the database is asked for anything."""
    held: list[tuple[str, bytes]] = []
    staged: dict[str, Staged] = {}
    for name, content in members:
        if name == "manifest.json":
            _check_manifest(json.loads(content.read()))
        elif name.startswith("originals/"):
            staged[name] = _file(content, made)
        else:
            held.append((name, content.read(_MOST_TEXT) if name.startswith("texts/") else content.read()))
    return held, staged


def _take(arriving: Arriving, name: str, content: bytes) -> None:
    folder, _, rest = name.partition("/")
    if folder == "rows":
        for line in content.splitlines():
            arriving.take(rest.removesuffix(".jsonl"), json.loads(line))
    elif folder == "texts":
        _text(arriving, name, content)


def _check_manifest(manifest: dict[str, object]) -> None:
    schema = manifest["schema"]
    if not isinstance(schema, int) or schema > SCHEMA:
        raise InputError("formats.archive_newer", version=schema)


def _text(arriving: Arriving, name: str, content: bytes) -> None:
    version = arriving.waiting.pop(name)
    assert isinstance(version, SourceVersion)
    text = content.decode("utf-8")
    if len(text) != version.length or hashlib.sha256(text.encode()).hexdigest() != version.text_sha256:
        raise InputError("formats.archive_broken")
    if is_sealed(version):
        version.sealed_text = seals.seal_text(version.source, version.number, text)
    else:
        version.text = text
    version.save(update_fields=["text", "sealed_text"])


def _file(content: IO[bytes], made: list[str]) -> Staged:
    path, key = store.new_path(store.ORIGINALS), vault.new_wrapped_key()
    made.append(path)
    with store.create(path) as file:
        info = sealed.seal_file(content, file, vault.unwrap(key), seals.FILE)  # type: ignore[arg-type]
        store.to_disk(file, path)
    return Staged(path, key, info.sha256)


@contextmanager
def _broken_when_it_lacks_something() -> Iterator[None]:
    """Its own program wrote it, and no byte was changed since."""
    try:
        yield
    except (KeyError, ValueError, TypeError, DatabaseError):
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
