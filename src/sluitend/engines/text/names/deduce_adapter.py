"""deduce as a detector. Loading takes seconds and about 1.1 GB: only the names process does it, once."""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sluitend.engines.text.names.model import Found, Kind

_PICKLE = Path("cache", "lookup_structs.pickle")  # where deduce looks, within its cache path
# deduce's tags. Ages, other dates and web addresses are no names; a date of birth our own rules know by its context.
_KINDS = {
    "persoon": Kind.PERSON,
    "patient": Kind.PERSON,
    "locatie": Kind.PLACE,
    "ziekenhuis": Kind.ORGANISATION,
    "zorginstelling": Kind.ORGANISATION,
    "telefoonnummer": Kind.PHONE,
    "emailadres": Kind.EMAIL,
    "bsn": Kind.BSN,
}


def folder(cache: Path) -> Path:
    """The folder of this version's look-up structures within the folder of caches."""
    return cache / f"deduce-{version('deduce')}"


def is_built(cache: Path) -> bool:
    """Whether the look-up structures of the installed version are there, whole."""
    return (folder(cache) / _PICKLE).is_file()


def build(cache: Path) -> bool:
    """Build the look-up structures (about two minutes); False when they were there already.

    They appear whole or not at all, whatever is killed meanwhile, and those of other versions go.
    """
    if is_built(cache):
        return False
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="deduce-", suffix=".new", dir=cache) as new:
        _load(Path(new))
        with suppress(OSError):  # another process was just before us
            Path(new).rename(folder(cache))
        Path(new).mkdir(exist_ok=True)  # the context removes what it made
    for old in cache.glob("deduce-*"):
        if old != folder(cache):
            shutil.rmtree(old, ignore_errors=True)
    return True


def _load(cache: Path) -> Any:
    """deduce, reading or else filling this folder; its loud logging is kept quiet, for it writes on standard output."""
    logging.getLogger().addHandler(logging.NullHandler())  # with a handler there, its basicConfig does nothing
    from deduce import Deduce

    return Deduce(cache_path=cache)


class DeduceDetector:
    """What deduce finds by itself. Raises LookupError when its look-up structures were not built."""

    def __init__(self, cache: Path) -> None:
        if not is_built(cache):
            raise LookupError("deduce's look-up structures are not built")
        self._deduce = _load(folder(cache))

    def find(self, text: str) -> tuple[Found, ...]:
        """Stretches in code points of the text as given."""
        return tuple(
            Found(mark.start_char, mark.end_char, _KINDS[mark.tag])
            for mark in self._deduce.deidentify(text).annotations
            if mark.tag in _KINDS
        )
