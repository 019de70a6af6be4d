"""The installation key: outside the data folder, never in an archive or a backup.

One random 32-byte key in a file that only its owner may read. What is needed for other purposes (Django's signing key)
is derived from it with HKDF, so that there is one secret to keep.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_FILE = "installation.key"
KEY_BYTES = 32


def key_folder_for(data: Path) -> Path:
    """The default key folder: beside the data folder, so that copying the data does not copy the key."""
    return data.with_name(data.name + ".keys")


def installation_key(folder: Path) -> bytes:
    """Read the key, or make it at first use.

    Raises ValueError when the file does not hold a key.
    """
    path = folder / KEY_FILE
    if not path.exists():
        _create(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError(f"{KEY_FILE} is damaged: {len(key)} bytes instead of {KEY_BYTES}")
    return key


def derived_secret(folder: Path, *, purpose: bytes) -> str:
    """A secret for one purpose, derived from the installation key (HKDF-SHA256, RFC 5869)."""
    hkdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"sluitend/" + purpose)
    return hkdf.derive(installation_key(folder)).hex()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails when another process was first: then its key counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
