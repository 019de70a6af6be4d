"""What of a project has no place here, one by one: so that the list of it says all that stays behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sluitend.formats.qdpx import colours, door
from sluitend.formats.qdpx.model import Case, Code, Project, Set, User
from sluitend.formats.qdpx.sources import Coded, Made, PDFSelection, Value
from sluitend.formats.qdpx.taken_parts import Taken
from sluitend.formats.qdpx.told import Told


def tell(project: Project, told: Told, ours: Mapping[str, Any]) -> None:
    """`ours`: what our own sidecar says again, by its kind."""
    is_ours = ours["all"] is not None
    _users(project.users, told)
    _codes(door.within(project, Code), told)
    if not is_ours:  # our own variables say again what stands in the sidecar
        _variables(project, told)
    for case in project.cases:
        _case(case, told)
    for one in door.Exchange(project).sets:
        _set(one, told)
    for graph in project.graphs:
        told.lose("graph", name=graph.name)
    if (project.description or "").strip() and not is_ours:
        told.lose("project_words")
    _hands(project, told, is_ours=is_ours)


def _users(users: Iterable[User], told: Told) -> None:
    for one in users:
        if one.name and one.id and one.id != one.name:
            told.lose("user_id", name=one.name, value=one.id)


def tell_unnamed(taken: Taken, told: Told) -> None:
    """Who coded or wrote, and has a GUID but no name in the file; each is somebody apart."""
    named = {guid for guid, name in taken.users if name.strip()}
    unnamed = {guid for guid in _hands_of(taken) if guid and guid not in named}
    if unnamed:
        told.lose("coder_unnamed", count=len(unnamed))


def _hands_of(taken: Taken) -> Iterator[str | None]:
    for text in taken.sources:
        for one in (*text.passages, *text.wordless):
            yield from (row["user"] for row in one.codings)
            if one.words or not one.codings:
                yield one.user
    yield from (one["user"] for one in taken.notes.values())


def _codes(codes: Iterable[Code], told: Told) -> None:
    for one in codes:
        if one.color and not colours.is_ours(one.color):
            told.lose("code_colour", name=one.name, colour=one.color)


def _variables(project: Project, told: Told) -> None:
    used = {guid for value in door.within(project, Value) for guid in value.variables}
    for one in project.variables:
        if (one.description or "").strip():
            told.lose("variable_words", name=one.name, words=one.description)
        if one.guid not in used:
            told.lose("variable_unused", name=one.name)


def _case(one: Case, told: Told) -> None:
    """Which sources and passages belong to it is decided where it comes in: that makes it somebody who speaks there."""
    if (one.description or "").strip():
        told.lose("case_words", name=one.name, words=one.description)
    if one.codes:
        told.lose("case_codes", name=one.name, count=len(one.codes))


def _set(one: Set, told: Told) -> None:
    """Whether its codes and sources stay together is chosen where it comes in."""
    if one.notes:
        told.lose("set_notes", name=one.name, count=len(one.notes))


def _hands(project: Project, told: Told, *, is_ours: bool) -> None:
    """Who made and changed things, and when: kept of codings, passages without a coding, and notes that come along."""
    things = list(door.within(project, Made))
    notes = {id(one) for one in project.notes}
    changed = sum(bool(one.changer or one.changed) for one in things) + bool(project.changer or project.changed)
    made = sum(_has_other_maker(one) for one in things if id(one) not in notes)
    made += not is_ours and bool(project.creator or project.created)
    if changed:
        told.lose("changed_by", count=changed)
    if made:
        told.lose("made_by", count=made)


def _has_other_maker(one: Made) -> bool:
    """Whether it says of who made it, or when, what nothing here will say."""
    if isinstance(one, (Coded, PDFSelection)):
        return bool(one.codings and one.creator and one.creator != one.codings[0].user)
    return bool(one.creator or one.created)
