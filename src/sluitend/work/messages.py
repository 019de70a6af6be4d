"""Messages and records with numbers of people, read in a process of their own: what comes out is keyed events."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sluitend.work import limits
from sluitend.work.events import LIMITS

SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "ijw": (".zip", ".xml"),
    "ijw-retour": (".zip", ".xml"),
    "corv": (".zip", ".xml"),
    "cbs": (".csv", ".xlsx", ".txt", ".dat"),
}
HELD: Final = ("ijw", "ijw-retour")  # against the XSDs of the installation, where it has them
MESSAGES: Final = (".zip", ".xml")  # what only messages come as
_PROCESS = "sluitend.work.messages_process"


def suffix_of(filename: str, kind: str) -> str:
    """Its ending, if files of this kind have it; else empty."""
    return next((one for one in SUFFIXES[kind] if filename.lower().endswith(one)), "")


def keyed(
    path: Path,
    kind: str,
    key: bytes,
    context: str,
    out: Path,
    layout: Path | None = None,
    schemas: Path | None = None,
    organisations: Path | None = None,
) -> dict[str, Any]:
    """Write the events of a file to `out` (Parquet), with keys in place of the numbers of people.

    `schemas` is a folder of XSDs that messages of iJw have to follow; `organisations` a file with on each line an
    organisation that keeps its name in messages of CORV. The key goes to the process by a pipe and lies on no disk.
    Raises InputError of the readers of ``formats.events``, and as ``work.limits`` does.
    """
    more = [f"--kind={kind}", f"--context={context}", f"--out={out}"]
    named = {"layout": layout, "schemas": schemas, "organisations": organisations}
    more += [f"--{name}={place}" for name, place in named.items() if place]
    found: dict[str, Any] = limits.asked(
        _PROCESS, path, suffix="", name="events", more=more, limits=LIMITS, told=key.hex().encode()
    )
    return found
