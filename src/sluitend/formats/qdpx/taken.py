"""What an import goes by: a project as plain data, with the words of its texts and the places of its passages in them.

Everything is known by its GUID. What did not come along is in `losses`, one thing each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sluitend.formats.qdpx import door, package, sidecar, taken_rest
from sluitend.formats.qdpx.losses import few_alike, of_left
from sluitend.formats.qdpx.members import Members
from sluitend.formats.qdpx.model import Code, Project
from sluitend.formats.qdpx.package import Package
from sluitend.formats.qdpx.taken_links import taken_links
from sluitend.formats.qdpx.taken_notes import linked, loose, taken_notes
from sluitend.formats.qdpx.taken_parts import Taken
from sluitend.formats.qdpx.taken_texts import TextsTaken, values_of
from sluitend.formats.qdpx.told import Told


def take(path: Path) -> Taken:
    """A .qdpx, .qde or .qdc. Raises InputError of ``package.opened``."""
    if path.suffix.lower() == ".qdc":
        book, left = package.code_book(path)
        project = Project(name=path.stem, origin=book.origin, code_book=(book,))
        return _Taking(Package(project, left, None, Members())).all()
    with package.opened(path) as found:
        return _Taking(found).all()


class _Taking:
    """One project on its way in."""

    def __init__(self, found: Package) -> None:
        self._found = found
        self._project = found.project
        self._ours = self._sidecar()
        # In a file of ours a note stands where it is named; a link of another tool beside that says no place.
        known = {one.guid for one in found.project.links} if self._ours["all"] is not None else ()
        notes_of, self._tied = linked(found.project, known)
        self._told = Told([of_left(one) for one in found.left], notes_of)
        self._texts = TextsTaken(found, self._told, is_ours=self._ours["all"] is not None)

    def all(self) -> Taken:
        project = self._project
        exchange = door.Exchange(project)
        taken = Taken(project.name, project.origin or "", exchange.figures)
        taken.users = [[one.guid, one.name or one.id or ""] for one in project.users]
        taken.codes = list(self._code_rows(project.codes, None))
        taken.sources = [text for one in project.sources for text in self._texts.of(one)]
        taken.notes = taken_notes(self._found, self._told, self._ours["notes"])
        taken.sources += loose(taken, self._told)
        taken.variables = [[one.guid, one.name, one.type] for one in project.variables]
        taken.cases = [self._case(one) for one in project.cases]
        taken.sets = [asdict(one) for one in exchange.sets if one.guid not in self._ours["sets"]]
        taken.links = list(taken_links(project, self._told, self._ours["links"], self._tied))
        taken_rest.tell(project, self._told, self._ours)
        taken_rest.tell_unnamed(taken, self._told)
        if self._broken:
            self._told.lose("sidecar_broken")
        taken.sidecar = self._ours["all"]
        taken.behind = sidecar.listed(self._found.beside(sidecar.LOSSES, sidecar.MOST_BYTES) or b"")
        taken.losses = few_alike(self._told.losses)
        return taken

    def _sidecar(self) -> dict[str, Any]:
        content = self._found.beside(sidecar.FILE, sidecar.MOST_BYTES)
        value = sidecar.read(content) if content is not None else None
        if value is None:
            self._broken = content is not None
            return {"all": None, "notes": set(), "links": set(), "sets": set()}
        self._broken = False
        told = value.model_dump(mode="json")
        return {"all": told, **{name: set(told[name]) for name in ("notes", "links", "sets")}}

    def _code_rows(self, codes: Iterable[Code], parent: str | None) -> Iterator[dict[str, Any]]:
        for one in codes:
            if self._told.is_new(one.guid, one.name):
                own = {"guid": one.guid, "parent": parent, "name": one.name, "is_codable": one.is_codable}
                yield {
                    **own,
                    "color": one.color,
                    "description": one.description or "",
                    "notes": self._told.notes_of(one),
                }
            yield from self._code_rows(one.codes, one.guid)  # of one that stands twice they go below the first

    def _case(self, one: Any) -> dict[str, Any]:
        values = list(values_of(one.values, self._texts.variables, self._told, one.name))
        told = {"guid": one.guid, "name": one.name or "", "values": values}
        return {**told, "sources": list(one.sources), "selections": list(one.selections)}
