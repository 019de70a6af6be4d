"""Files are sealed while they come in: no readable byte of an upload reaches the disk before it is parsed."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from sluitend.apps.sources import seals, store
from sluitend.formats import sealed
from sluitend.formats.documents import MAX_BYTES
from sluitend.work import vault

_PIECE = 256 * 1024


@dataclass(slots=True)
class Received:
    """One file in quarantine. Nothing of it stays unless a row adopts it."""

    path: str  # empty when the file was too big to keep: then only hash and size are known
    wrapped_key: bytes
    sha256: str
    size: int
    adopted: bool = False

    def discard(self) -> None:
        """Remove the file, unless a row speaks of it."""
        if not self.adopted:
            store.remove(self.path)


class Receiver:
    """Seals what comes in under a key of its own; beyond `most` bytes it only goes on counting and hashing."""

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._most = most
        key = sealed.new_key()
        self._wrapped_key = vault.wrap(key)
        self._quarantine = _Quarantine()
        self._sealer = sealed.Sealer(self._quarantine, key, seals.FILE)
        self._size = 0
        # A connection that breaks in the middle of a file tells nobody; then the last reference to this object goes.
        self._cleaner = weakref.finalize(self, self._quarantine.drop)

    def write(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._most:
            self._quarantine.drop()
        self._sealer.write(data)

    def finish(self) -> Received:
        """The whole file came in, and is on the disk."""
        info = self._sealer.finish()
        path = self._quarantine.keep()
        self._cleaner.detach()
        return Received(path, self._wrapped_key, info.sha256, info.size)

    def close(self) -> None:
        """Leave nothing, unless the file was finished."""
        self._cleaner()


class _Quarantine:
    """A new file in quarantine that can be dropped while it is written."""

    def __init__(self) -> None:
        self._path = store.new_path(store.QUARANTINE)
        self._file: IO[bytes] | None = store.create(self._path)

    def write(self, data: bytes, /) -> None:
        if self._file is not None:
            self._file.write(data)

    def keep(self) -> str:
        """Its path, once it is on the disk; empty when it was dropped."""
        if self._file is None:
            return ""
        store.to_disk(self._file, self._path)
        self._file.close()
        return self._path

    def drop(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            store.remove(self._path)


def receive(file: BinaryIO, most: int = MAX_BYTES) -> Received:
    """Seal everything that the file still gives, with bounded memory."""
    receiver = Receiver(most)
    try:
        while piece := file.read(_PIECE):
            receiver.write(piece)
        return receiver.finish()
    finally:
        receiver.close()


class SealedUpload(UploadedFile):  # type: ignore[type-arg]  # not generic while running
    """A file of a request, sealed already. Django closes it with the request; unadopted it is gone then."""

    def __init__(self, received: Received, name: str, content_type: str) -> None:
        super().__init__(None, name, content_type, received.size)
        self.received = received

    def close(self) -> None:
        self.received.discard()


class SealingUploadHandler(FileUploadHandler):
    """Instead of Django's own, which keep files readable in memory or in a temporary file."""

    file: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file. Only of people who are logged in: others get no room on our disk."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if not getattr(user, "is_authenticated", False):
            raise SkipFile
        self.file = Receiver()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> SealedUpload:
        return SealedUpload(self.file.finish(), self.file_name or "", self.content_type or "")

    def upload_interrupted(self) -> None:
        """The request ended in the middle of a file."""
        if isinstance(self.file, Receiver):
            self.file.close()
