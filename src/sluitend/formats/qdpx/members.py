"""What a path of a project leads to in its zip: the file that it names, and never one that only looks like it.

REFI-QDA 1.5, §8.3: `internal://` names a file of the package, in its folder of sources; `relative://` and `absolute://`
name one outside. Names stay names: nothing is ever looked up on a disk.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

INTERNAL: Final = "internal://"
SOURCES: Final = "sources"
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://|file:|[a-z]:/", re.IGNORECASE)  # or the letter of a drive


class Members:
    """The files of one zip. Without any it is that of a project whose XML stands alone."""

    def __init__(self, found: Iterable[zipfile.ZipInfo] = ()) -> None:
        self.named: Mapping[str, zipfile.ZipInfo] = {_slashed(one.filename): one for one in found if not one.is_dir()}
        self._alike: dict[str, list[str]] = defaultdict(list)
        self._last: dict[str, list[str]] = defaultdict(list)
        for name in self.named:
            self._alike[name.lower()].append(name)
            self._last[posixpath.basename(name).lower()].append(name)

    def beside(self, name: str) -> zipfile.ZipInfo | None:
        """By its whole name, whatever its capitals; of two that differ in those alone the one that is written so."""
        some = self._alike.get(_slashed(name).lower(), [])
        return self.named[name if name in some else some[-1]] if some else None

    def at(self, path: str | None) -> zipfile.ZipInfo | None:
        """At the whole path, below the folder of sources or from the top. Else, of a path within the package, the only
        file of that name: a zip that was packed anew often has one folder more, or less.
        """
        name = _inside(path)
        if not name:
            return None
        wholes = (posixpath.normpath(f"{folder}{name.lstrip('/')}") for folder in (f"{SOURCES}/", ""))
        for whole in wholes:
            if not whole.startswith("..") and (found := self.beside(whole)) is not None:
                return found
        last = self._last.get(posixpath.basename(name).lower(), []) if _may_have_moved(name) else []
        return self.named[last[0]] if len(last) == 1 else None


def is_in(name: str, folder: str) -> bool:
    return name.lower().startswith(f"{folder}/")


def is_outside(path: str | None) -> bool:
    """Whether it leads to a place on somebody's computer, or on the web."""
    return bool(path) and _inside(path) is None


def _inside(path: str | None) -> str | None:
    """The path without its scheme; None where that leads out of the package."""
    name = _slashed(path or "")
    if name.lower().startswith(INTERNAL):
        return name[len(INTERNAL) :].lstrip("/")
    return None if _SCHEME.match(name) else name


def _may_have_moved(name: str) -> bool:
    """A path from the root of a disk is that of somebody's computer, one that climbs leads who knows where."""
    return not name.startswith("/") and ".." not in name.split("/")


def _slashed(name: str) -> str:
    """As zips have them: slashes forward, and letters composed, which a Mac takes apart."""
    return unicodedata.normalize("NFC", name.replace("\\", "/"))
