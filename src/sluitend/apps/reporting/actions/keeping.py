"""Uploaded files of this room: they come in sealed, and stand in a folder of their own until they were read."""

from __future__ import annotations

import hashlib

from sluitend.apps.sources import seals, store
from sluitend.apps.sources.receiving import Received
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.formats.documents import MAX_BYTES
from sluitend.work import vault

FOLDER = "report-uploads"  # within the data folder
HOUSE_STYLES = "house-styles"


def keep(received: Received, folder: str = FOLDER) -> str:
    """The path of the sealed file in our own folder; that in quarantine goes with the request.

    Raises InputError("formats.too_big").
    """
    if not received.path:
        raise too_big(received)
    return store.link(received.path, folder)


def too_big(received: Received, most: int = MAX_BYTES) -> InputError:
    """The refusal of a file of which only hash and size are known; `most` is how many bytes it may have."""
    return InputError("formats.too_big", megabytes=-(-received.size // 1024**2), most=most // 1024**2)


def opened(path: str, wrapped_key: bytes, sha256: str) -> bytes:
    """The file as it was sent. Raises sealed.SealBroken."""
    with store.full(path).open("rb") as file:
        content = b"".join(sealed.open_file(file, vault.unwrap(wrapped_key), seals.FILE))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise sealed.SealBroken("another file than was kept")
    return content
