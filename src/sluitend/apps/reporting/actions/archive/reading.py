"""Puts an evaluation back from an archive: everything, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from django.db import DatabaseError, transaction

from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction, Role
from sluitend.apps.reporting.actions.archive.arriving import Arriving
from sluitend.apps.reporting.actions.archive.writing import SCHEMA
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.models import Original, SourceVersion
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
    arriving = Arriving()
    with _files_of_failure() as made, transaction.atomic():
        try:
            for name, content in archive.members(source, passphrase):
                _take(arriving, name, content, made)
            evaluation = arriving.finish()
        except (KeyError, ValueError, TypeError, DatabaseError):
            # Its own program wrote it, and no byte was changed since: it lacks something that it should have.
            raise InputError("formats.archive_broken") from None
        Membership.objects.update_or_create(evaluation=evaluation, user=actor, defaults={"role": Role.LEADER})
        count = sum(map(len, arriving.ids.values()))
        record(actor, "reporting.put_back", evaluation, evaluation=evaluation.pk, rows=count)
    return evaluation


def _take(arriving: Arriving, name: str, content: IO[bytes], made: list[str]) -> None:
    folder, _, rest = name.partition("/")
    if name == "manifest.json":
        _check_manifest(json.loads(content.read()))
    elif folder == "rows":
        for line in content:
            arriving.take(rest.removesuffix(".jsonl"), json.loads(line))
    elif folder == "texts":
        _text(arriving, name, content)
    elif folder == "originals":
        _file(arriving, name, content, made)


def _check_manifest(manifest: dict[str, object]) -> None:
    schema = manifest["schema"]
    if not isinstance(schema, int) or schema > SCHEMA:
        raise InputError("formats.archive_newer", version=schema)


def _text(arriving: Arriving, name: str, content: IO[bytes]) -> None:
    version = arriving.waiting.pop(name)
    assert isinstance(version, SourceVersion)
    text = content.read(_MOST_TEXT).decode("utf-8")
    if len(text) != version.length or hashlib.sha256(text.encode()).hexdigest() != version.text_sha256:
        raise InputError("formats.archive_broken")
    if version.released_at is None:
        version.sealed_text = seals.seal_text(version.source, version.number, text)
    else:
        version.text = text
    version.save(update_fields=["text", "sealed_text"])


def _file(arriving: Arriving, name: str, content: IO[bytes], made: list[str]) -> None:
    original = arriving.waiting.pop(name)
    assert isinstance(original, Original)
    path = store.new_path(store.ORIGINALS)
    made.append(path)
    with store.create(path) as file:
        info = sealed.seal_file(content, file, vault.unwrap(original.source.wrapped_key), seals.FILE)  # type: ignore[arg-type]
        store.to_disk(file, path)
    if info.sha256 != original.sha256:
        raise InputError("formats.archive_broken")
    original.path = path
    original.save(update_fields=["path"])


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
