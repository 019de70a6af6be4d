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
_SEALED_FOLDERS = ("originals", "quarantine", "reports", "backups")
# In Dutch as in tools/bootstrap: settings are read before there are translations.
MISSING = (
    "De sleutel van deze gegevens is niet te lezen: {path}. Zet de map met de sleutel terug (of wijs haar aan met "
    "SLUITEND_KEYS) en start opnieuw; er is niets veranderd."
)
DAMAGED = "De sleutel is beschadigd: {path}. Zet haar terug uit uw reservekopie en start opnieuw."
OTHER = (
    "De sleutel in {path} hoort bij andere gegevens dan die in {data}. Wijs de goede map aan met SLUITEND_KEYS of "
    "SLUITEND_DATA en start opnieuw; er is niets veranderd."
)
INSIDE = (
    "De map van de sleutel ({folder}) ligt in de map met gegevens ({data}): dan gaat de sleutel mee in elke kopie. Zet "
    "die map ergens anders, wijs haar aan met SLUITEND_KEYS en start opnieuw; er is niets veranderd."
)
MARK_FILE = "key.mark"
DATABASE_FILE = "sluitend.sqlite3"
NOTHING_HERE = (
    "In {data} staan geen gegevens van Sluitend. Ga naar de map van waaruit u Sluitend start, of wijs de map met "
    "gegevens aan met SLUITEND_DATA; er is niets gemaakt."
)


class KeyTrouble(Exception):  # noqa: N818 - it is a sentence for the user
    """The key is not there, or is none: one sentence that says how to mend it."""


def data_folder() -> Path:
    """Where the data of this installation are."""
    return Path(os.environ.get("SLUITEND_DATA", "var/data")).resolve()


def is_begun(data: Path) -> bool:
    """Whether there is a database for these data; one on another machine is taken to be there."""
    return bool(os.environ.get("DATABASE_URL")) or (data / DATABASE_FILE).exists()


def key_folder_for(data: Path) -> Path:
    """The default key folder: beside the data folder, so that copying the data does not copy the key."""
    return data.with_name(data.name + ".keys")


def require_installation_key(folder: Path, *, data: Path) -> None:
    """See to it that the key is there: made at first use, never beside data that another key has sealed, nor in them.

    Raises KeyTrouble.
    """
    if folder.resolve().is_relative_to(data.resolve()):
        raise KeyTrouble(INSIDE.format(folder=folder, data=data))
    if not (folder / KEY_FILE).exists():
        if _holds_something(data):
            raise KeyTrouble(MISSING.format(path=folder / KEY_FILE))
        (data / MARK_FILE).unlink(missing_ok=True)  # of a key that never sealed anything
        _create(folder / KEY_FILE, secrets.token_bytes(KEY_BYTES))
    _compare(folder, data)


def _compare(folder: Path, data: Path) -> None:
    """Data bear a mark of the key that sealed them, which says nothing about the key itself. Raises KeyTrouble."""
    expected = derived_secret(folder, purpose=b"mark").encode()
    mark = data / MARK_FILE
    if not mark.exists():  # new data, or data from before there were marks
        _create(mark, expected)
    if mark.read_bytes() != expected:
        raise KeyTrouble(OTHER.format(path=folder / KEY_FILE, data=data))


def installation_key(folder: Path) -> bytes:
    """Read the key; a new one is never made here, since a folder that is gone may come back. Raises KeyTrouble."""
    path = folder / KEY_FILE
    try:
        key = path.read_bytes()
    except OSError as error:
        raise KeyTrouble(MISSING.format(path=path)) from error
    if len(key) != KEY_BYTES:
        raise KeyTrouble(DAMAGED.format(path=path))
    return key


def _holds_something(data: Path) -> bool:
    """Whether a database or sealed files stand here already."""
    database = data / DATABASE_FILE
    if database.exists() and database.stat().st_size:
        return True
    return any(next((data / folder).glob("*"), None) for folder in _SEALED_FOLDERS)


def derived_secret(folder: Path, *, purpose: bytes) -> str:
    """A secret for one purpose, derived from the installation key (HKDF-SHA256, RFC 5869)."""
    hkdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"sluitend/" + purpose)
    return hkdf.derive(installation_key(folder)).hex()


def _create(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all; when another process was first, its file counts."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)  # a key that a power failure takes, takes all that it sealed
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
