"""A project with its files, as one value: flat sequences of what is in it, and what did not come along in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sluitend.formats.qdpx import losses as wording
from sluitend.formats.qdpx import package, writing
from sluitend.formats.qdpx.fields import Form, places
from sluitend.formats.qdpx.model import Case, Code, CodeBook, Link, Project, Set, Source, User, Variable
from sluitend.formats.qdpx.reading import Left
from sluitend.formats.qdpx.sources import (
    Coding,
    MediaSelection,
    PDFSelection,
    PictureSelection,
    TextSelection,
    TextSource,
    TranscriptSelection,
)

T = TypeVar("T")
Selection = TextSelection | PictureSelection | PDFSelection | TranscriptSelection | MediaSelection
FIGURES = ("users", "codes", "sources", "selections", "codings", "cases", "variables", "sets", "notes", "links")


@dataclass(frozen=True)
class Exchange:
    """What an exchange file holds. `files` by their names in its folder of sources, `beside` by their whole names."""

    project: Project
    files: Mapping[str, bytes] = field(default_factory=dict)
    beside: Mapping[str, bytes] = field(default_factory=dict)
    left: tuple[Left, ...] = ()

    @property
    def users(self) -> tuple[User, ...]:
        return self.project.users

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Every code, each before those below it."""
        return tuple(within(self.project, Code))

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.project.sources

    @cached_property
    def selections(self) -> tuple[Selection, ...]:
        """Of whatever kind: passages, rectangles of pictures and pages, parts of recordings."""
        kinds = (TextSelection, PictureSelection, PDFSelection, TranscriptSelection, MediaSelection)
        return tuple(one for one in within(self.project, object) if isinstance(one, kinds))

    @cached_property
    def codings(self) -> tuple[Coding, ...]:
        return tuple(within(self.project, Coding))

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.project.cases

    @property
    def variables(self) -> tuple[Variable, ...]:
        return self.project.variables

    @cached_property
    def sets(self) -> tuple[Set, ...]:
        """Those of the project and those of its codebook."""
        return (*self.project.sets, *(one for book in self.project.code_book for one in book.sets))

    @property
    def notes(self) -> tuple[TextSource, ...]:
        return self.project.notes

    @property
    def links(self) -> tuple[Link, ...]:
        return self.project.links

    @property
    def told(self) -> list[wording.Loss]:
        """What stands in the file and was not understood, one by one."""
        return [wording.of_left(one) for one in self.left]

    @cached_property
    def losses(self) -> list[str]:
        """The same in sentences, in English."""
        return [one.sentence for one in self.told]

    @cached_property
    def figures(self) -> dict[str, int]:
        """How many there are of everything."""
        return {name: len(getattr(self, name)) for name in FIGURES}


def within(value: Any, cls: type[T]) -> Iterator[T]:
    """Every object of a class that stands somewhere in this one, in the order of the file."""
    for one_field, place in places(type(value)):
        if place.form in (Form.PARTS, Form.GROUP):
            for one in getattr(value, one_field.name):
                if isinstance(one, cls):
                    yield one
                yield from within(one, cls)


def read(path: Path) -> Exchange:
    """Raises InputError of ``package.opened``."""
    if _is_code_book(path):
        book, left = package.code_book(path)
        return Exchange(Project(name=path.stem, code_book=(book,)), left=left)
    with package.opened(path) as found:
        files, beside = found.everything()
        return Exchange(found.project, files, beside, found.left)


def _is_code_book(path: Path) -> bool:
    return path.suffix.lower() == ".qdc"


def write(project: Exchange | Project, path: Path) -> None:
    """The same project gives the same bytes."""
    value = project if isinstance(project, Exchange) else Exchange(project)
    if _is_code_book(path):
        path.write_bytes(writing.code_book(book_of(value.project))[0])
    else:
        path.write_bytes(package.written(value.project, value.files, value.beside)[0])


def book_of(project: Project) -> CodeBook:
    """The codes of a project as a codebook of their own, with the sets that hold codes alone."""
    sets = tuple(replace(one, sources=(), notes=()) for one in project.sets if one.codes)
    return CodeBook(
        origin=project.origin,
        codes=tuple(_without_notes(code) for code in project.codes),
        sets=(*(one for book in project.code_book for one in book.sets), *sets),
    )


def _without_notes(code: Code) -> Code:
    """The schema of a codebook knows no notes."""
    return replace(code, notes=(), codes=tuple(_without_notes(one) for one in code.codes))
