"""What is sealed with the key of a version, and its data in the open for as long as somebody asks them questions.

The data are the steps of an event log, or the table of another kind.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sluitend.apps.datasets.kinds import KINDS, kind_of
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.sources import seals, store
from sluitend.formats import sealed, steps, stored_table
from sluitend.work import vault
from sluitend.work.events import suffix_of

FOLDER = "datasets"
_STEPS = b"sluitend dataset steps"
_COLUMNS = b"sluitend dataset columns"
_NAME = b"sluitend dataset file name"
_ABOUT = "about.json"  # of every kind: with the hash of each of its other files
FILES = frozenset(name for kind in KINDS.values() for name in kind.files)


def key_of(version: DatasetVersion) -> bytes:
    """Raises ValueError for a version whose data were destroyed."""
    if version.wrapped_key is None:
        raise ValueError("the data of this version were destroyed")
    return vault.unwrap(version.wrapped_key)


def seal_columns(
    version: DatasetVersion, columns: list[dict[str, Any]], objects: Mapping[str, Any] | None = None
) -> bytes:
    """What the columns are called and show; of an object-centric log also of which objects they are."""
    told = {"columns": columns, "objects": objects} if objects else columns
    return sealed.seal_bytes(json.dumps(told).encode(), key_of(version), _COLUMNS)


def open_columns(version: DatasetVersion) -> list[dict[str, Any]]:
    """The inverse of ``seal_columns``; nothing when they were destroyed. Raises sealed.SealBroken."""
    found = _sealed_columns(version)
    columns: list[dict[str, Any]] = found["columns"] if isinstance(found, dict) else found
    return columns


def open_objects(version: DatasetVersion) -> dict[str, Any]:
    """The same for its objects; nothing for a file that has none. Raises sealed.SealBroken."""
    found = _sealed_columns(version)
    return dict(found["objects"]) if isinstance(found, dict) else {}


def _sealed_columns(version: DatasetVersion) -> Any:
    if version.sealed_columns is None:
        return []
    return json.loads(sealed.open_bytes(bytes(version.sealed_columns), key_of(version), _COLUMNS))


def seal_filename(version: DatasetVersion, filename: str) -> bytes:
    """What the file was called, as long as it is here."""
    return sealed.seal_bytes(filename.encode(), key_of(version), _NAME)


def filename_of(version: DatasetVersion) -> str:
    """The inverse of ``seal_filename``; empty when it was destroyed. Raises sealed.SealBroken."""
    if version.sealed_filename is None:
        return ""
    return sealed.open_bytes(bytes(version.sealed_filename), key_of(version), _NAME).decode()


@contextmanager
def plain_raw(version: DatasetVersion) -> Iterator[Path]:
    """A readable copy of the file while it is read; its ending says what it is. Raises sealed.SealBroken."""
    with store.plain_file(suffix_of(filename_of(version))) as place:
        with store.full(version.raw_path).open("rb") as file, place.open("wb") as plain:
            plain.writelines(sealed.open_file(file, key_of(version), seals.FILE))
        yield place


def seal_steps(version: DatasetVersion, folder: Path) -> tuple[str, str]:
    """Path of the sealed steps of a folder, and the hash of its data. A row has to speak of the path, or it goes."""
    path = store.new_path(FOLDER)
    key = key_of(version)
    try:
        with store.create(path) as target:
            sealer = sealed.Sealer(target, key, _STEPS)
            with tarfile.open(fileobj=_Sink(sealer), mode="w|") as packed:  # type: ignore[call-overload]
                for name in kind_of(version.dataset.kind).files:
                    packed.add(folder / name, name, filter=_plain)
            sealer.finish()
            store.to_disk(target, path)
    except BaseException:
        store.remove(path)
        raise
    return path, hash_of(folder)


def packed_steps(version: DatasetVersion) -> Iterator[bytes]:
    """The steps as one tar, for an archive. Raises sealed.SealBroken, ValueError when they were destroyed."""
    key = key_of(version)
    with store.full(version.steps_path).open("rb") as file:
        yield from sealed.open_file(file, key, _STEPS)


def seal_packed(packed: IO[bytes], path: str, key: bytes) -> str:
    """The inverse: seal a tar of steps into a new file, and tell the hash of its data.

    Raises InputError("steps.damaged" | "stored_table.damaged") and tarfile.TarError for what are no steps or table.
    """
    with store.create(path) as file:
        sealed.seal_file(packed, file, key, _STEPS)  # type: ignore[arg-type]
        store.to_disk(file, path)
    with store.full(path).open("rb") as file, _unpacked(sealed.open_file(file, key, _STEPS)) as folder:
        _check(folder)
        return hash_of(folder)


def _check(folder: Path) -> None:
    """Read every byte of it. Raises InputError("steps.damaged" | "stored_table.damaged")."""
    if (folder / stored_table.TABLE).exists():
        stored_table.check(folder)
    else:
        steps.check(folder)


def hash_of(folder: Path) -> str:
    """Of the data in a folder: `about.json` holds the hash of each of its files."""
    return hashlib.sha256((folder / _ABOUT).read_bytes()).hexdigest()


@contextmanager
def open_steps(version: DatasetVersion) -> Iterator[Path]:
    """A private folder with the steps, gone afterwards. Raises sealed.SealBroken, ValueError when destroyed."""
    with _unpacked(packed_steps(version)) as folder:
        yield folder


@contextmanager
def _unpacked(chunks: Iterator[bytes]) -> Iterator[Path]:
    with store.plain_folder() as folder:
        with tarfile.open(fileobj=_Spring(chunks), mode="r|") as packed:  # type: ignore[call-overload]
            for entry in packed:
                _unpack(packed, entry, folder)
        for _rest in chunks:  # the seal is whole only at its end
            pass
        yield folder


def _unpack(packed: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    """A file that steps or a table consist of, and nothing else: not every Python 3.11 filters what it extracts."""
    content = packed.extractfile(entry) if entry.isreg() and entry.name in FILES else None
    if content is None:
        raise tarfile.TarError("no file of steps")
    with (folder / entry.name).open("wb") as file:
        shutil.copyfileobj(content, file)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of this machine: the same steps give the same bytes."""
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


class _Sink:
    """Where tar writes to."""

    def __init__(self, sealer: sealed.Sealer) -> None:
        self._sealer = sealer

    def write(self, data: bytes) -> int:
        self._sealer.write(bytes(data))
        return len(data)


class _Spring:
    """Where tar reads from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._waiting = bytearray()

    def read(self, size: int) -> bytes:
        while len(self._waiting) < size and (chunk := next(self._chunks, b"")):
            self._waiting += chunk
        given = bytes(self._waiting[:size])
        del self._waiting[:size]
        return given
