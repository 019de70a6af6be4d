"""A project as REFI-QDA 1.5 has it: what the standard names, as plain frozen data; everything is known by its GUID.

Dates are words, as the file has them: tools write them with and without zones.
"""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.formats.qdpx.fields import Type, attribute, group, guid, parts, references, words
from sluitend.formats.qdpx.sources import (
    AudioSource,
    Guid,
    PDFSource,
    PictureSource,
    TextSource,
    Value,
    VideoSource,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    guid: Guid = guid()
    name: str | None = attribute("name", default=None)
    id: str | None = attribute("id", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """May hold codes and be put on a text as well; two codes may have one name at different places."""

    guid: Guid = guid()
    name: str = attribute("name")
    is_codable: bool = attribute("isCodable", Type.FLAG)
    color: str | None = attribute("color", default=None)
    description: str | None = words("Description")
    notes: tuple[Guid, ...] = references("NoteRef")
    codes: tuple[Code, ...] = parts(lambda: {"Code": Code})


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    guid: Guid = guid()
    name: str = attribute("name")
    type: str = attribute("typeOfVariable")
    description: str | None = words("Description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person, an organisation: sources and passages belong to it, and variables tell what it is."""

    guid: Guid = guid()
    name: str | None = attribute("name", default=None)
    description: str | None = words("Description")
    codes: tuple[Guid, ...] = references("CodeRef")
    values: tuple[Value, ...] = parts(lambda: {"VariableValue": Value})
    sources: tuple[Guid, ...] = references("SourceRef")
    selections: tuple[Guid, ...] = references("SelectionRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    guid: Guid = guid()
    name: str | None = attribute("name", default=None)
    direction: str | None = attribute("direction", default=None)
    color: str | None = attribute("color", default=None)
    origin: Guid | None = attribute("originGUID", Type.GUID, default=None)
    target: Guid | None = attribute("targetGUID", Type.GUID, default=None)
    notes: tuple[Guid, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A group of codes, sources and notes."""

    guid: Guid = guid()
    name: str = attribute("name")
    description: str | None = words("Description")
    codes: tuple[Guid, ...] = references("MemberCode")
    sources: tuple[Guid, ...] = references("MemberSource")
    notes: tuple[Guid, ...] = references("MemberNote")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    guid: Guid = guid()
    represented: Guid | None = attribute("representedGUID", Type.GUID, default=None)
    name: str | None = attribute("name", default=None)
    first_x: int = attribute("firstX", Type.WHOLE)
    first_y: int = attribute("firstY", Type.WHOLE)
    second_x: int | None = attribute("secondX", Type.WHOLE, default=None)
    second_y: int | None = attribute("secondY", Type.WHOLE, default=None)
    shape: str | None = attribute("shape", default=None)
    color: str | None = attribute("color", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    guid: Guid = guid()
    represented: Guid | None = attribute("representedGUID", Type.GUID, default=None)
    name: str | None = attribute("name", default=None)
    source: Guid = attribute("sourceVertex", Type.GUID)
    target: Guid = attribute("targetVertex", Type.GUID)
    color: str | None = attribute("color", default=None)
    direction: str | None = attribute("direction", default=None)
    line_style: str | None = attribute("lineStyle", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    guid: Guid = guid()
    name: str | None = attribute("name", default=None)
    vertices: tuple[Vertex, ...] = parts(lambda: {"Vertex": Vertex})
    edges: tuple[Edge, ...] = parts(lambda: {"Edge": Edge})


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBook:
    """Stands once in a project, around its codes; alone, with groups of codes, it is a .qdc file."""

    origin: str | None = attribute("origin", default=None)
    codes: tuple[Code, ...] = group("Codes", lambda: {"Code": Code})
    sets: tuple[Set, ...] = group("Sets", lambda: {"Set": Set})


Source = TextSource | PictureSource | PDFSource | AudioSource | VideoSource


def _sources() -> dict[str, type[Source]]:
    return {one.__name__: one for one in (TextSource, PictureSource, PDFSource, AudioSource, VideoSource)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """All of one project. `origin` names the tool that wrote it."""

    name: str = attribute("name")
    origin: str | None = attribute("origin", default=None)
    creator: Guid | None = attribute("creatingUserGUID", Type.GUID, default=None)
    created: str | None = attribute("creationDateTime", default=None)
    changer: Guid | None = attribute("modifyingUserGUID", Type.GUID, default=None)
    changed: str | None = attribute("modifiedDateTime", default=None)
    base_path: str | None = attribute("basePath", default=None)
    users: tuple[User, ...] = group("Users", lambda: {"User": User})
    code_book: tuple[CodeBook, ...] = parts(lambda: {"CodeBook": CodeBook})
    variables: tuple[Variable, ...] = group("Variables", lambda: {"Variable": Variable})
    cases: tuple[Case, ...] = group("Cases", lambda: {"Case": Case})
    sources: tuple[Source, ...] = group("Sources", _sources)
    notes: tuple[TextSource, ...] = group("Notes", lambda: {"Note": TextSource})
    links: tuple[Link, ...] = group("Links", lambda: {"Link": Link})
    sets: tuple[Set, ...] = group("Sets", lambda: {"Set": Set})
    graphs: tuple[Graph, ...] = group("Graphs", lambda: {"Graph": Graph})
    description: str | None = words("Description")
    note_refs: tuple[Guid, ...] = references("NoteRef")

    @property
    def codes(self) -> tuple[Code, ...]:
        """Those at the top of the codebook."""
        return tuple(code for book in self.code_book for code in book.codes)
