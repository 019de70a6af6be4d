"""REFI-QDA 1.5: projects (`.qdpx`) and codebooks (`.qdc`) of other tools for qualitative work, in and out.

`read` and `write` are the front door; `package.opened` and `package.written` do the same in pieces, `texts` says where
passages lie, `taken` is what an import goes by. What did not come along is listed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sluitend.formats.qdpx.door import Exchange
    from sluitend.formats.qdpx.model import Project

__all__ = ["read", "write"]


def read(path: str | Path) -> Exchange:
    """Everything in a .qdpx, a bare .qde or a .qdc, with the files that go with it.

    Raises InputError with one of ``sluitend.formats.qdpx.codes``.
    """
    from sluitend.formats.qdpx import door  # the sentences of this package are read at every start, its parser is not

    return door.read(Path(path))


def write(project: Exchange | Project, path: str | Path) -> None:
    """A .qdpx; a codebook alone when the name ends in .qdc."""
    from sluitend.formats.qdpx import door

    door.write(project, Path(path))
