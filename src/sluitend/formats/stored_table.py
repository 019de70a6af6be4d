"""A small table as stored once: `table.parquet`, and `about.json` with its kind, size and SHA-256.

What its columns mean is the kind's. The folder appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sluitend.errors import InputError
from sluitend.formats.new_folder import new_folder

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ABOUT", "TABLE", "check", "read", "write"]

VERSION = 1
ABOUT, TABLE = "about.json", "table.parquet"
DAMAGED: Final = "stored_table.damaged"


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    DAMAGED: _("This stored table is damaged: it is not what was written. Add the file again, or fetch a backup.")
}


def write(folder: Path, table: pa.Table, kind: str) -> None:
    """Store it in a new folder, readable by this user only. Raises FileExistsError, OSError; then nothing is left."""
    import pyarrow.parquet as parquet  # Arrow takes half a second that a page does not need

    with new_folder(folder) as part:
        parquet.write_table(table, part / TABLE, compression="lz4")
        content = (part / TABLE).read_bytes()
        about = {"version": VERSION, "kind": kind, "rows": table.num_rows, "bytes": len(content)}
        about["sha256"] = hashlib.sha256(content).hexdigest()
        (part / ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")


def read(folder: Path, kind: str) -> pa.Table:
    """The table of a kind that lies in a folder. Raises InputError("stored_table.damaged") for anything else."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    if check(folder)["kind"] != kind:
        raise InputError(DAMAGED)
    try:
        return parquet.read_table(folder / TABLE)
    except (pa.ArrowException, OSError):
        raise InputError(DAMAGED) from None


def check(folder: Path) -> dict[str, Any]:
    """What is said of it, when every byte is as it was written. Raises InputError("stored_table.damaged")."""
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_bytes())
        whole = about["version"] == VERSION and about["sha256"] == _sha256(folder / TABLE)
        known = isinstance(about["kind"], str)
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(DAMAGED) from None
    if not (whole and known):
        raise InputError(DAMAGED)
    return about


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
