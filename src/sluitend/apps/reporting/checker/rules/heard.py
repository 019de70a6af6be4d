"""The rules about whom the plan names and nobody heard."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Level, MethodKind
from sluitend.apps.design.queries import PlannedCell
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.standards import COREQ
from sluitend.apps.reporting.checker.world import World

Heard = set[tuple[int, str, int]]  # perspective, level, place; 0 or "" where it is not known


def _heard(world: World) -> Heard:
    """Who speaks in the sources; of a source in which nobody is told apart, the source itself.

    What is not known of a speaker is as it is of the source.
    """
    sources = {pk: one for pk, one in world.sources.items() if one.is_released and not one.withdrawn}
    speakers = [one for one in world.speakers if one.source_id in sources]
    with_speakers = {one.source_id for one in speakers}
    found: Heard = set()
    for one in speakers:
        own = sources[one.source_id]
        perspective, place = one.perspective or own.perspective_id or 0, one.place or own.place_id or 0
        found.add((perspective, one.level or own.level, place))
    loose = (own for pk, own in sources.items() if pk not in with_speakers)
    return found | {(own.perspective_id or 0, own.level, own.place_id or 0) for own in loose}


def _not_heard(world: World) -> Iterator[Found]:
    heard = _heard(world)
    yield from chain(_perspectives(world, heard), _levels(world, heard), _places(world, heard))


def _perspectives(world: World, heard: Heard) -> Iterator[Found]:
    there = {perspective for perspective, _level, _place in heard}
    planned = {cell.perspective_id for cell in world.plan if not _is_registered(world, cell)}
    for one in world.perspectives:
        if one.id in planned - there:
            message = _("The plan names this perspective, but no source gives it.")
            yield Found(one.name, world.url("design:perspective", one.id), message, key=f"P{one.id}")


def _is_registered(world: World, cell: PlannedCell) -> bool:
    """Whether register data were planned there, and a finding for that question rests on a result of such data.

    Nobody speaks in a registration: who was planned to be known from it is known once a result of it is used.
    """
    if cell.method_kind != MethodKind.REGISTER_DATA:
        return False
    return any(cell.question_id in world.questions_of.get(pk, ()) for pk, found in world.registers.items() if found)


def _levels(world: World, heard: Heard) -> Iterator[Found]:
    """A perspective that nobody gives at all has been named already."""
    known = {perspective for perspective, _level, _place in heard}
    there = {(perspective, level) for perspective, level, _place in heard}
    planned = dict.fromkeys((cell.perspective_id, cell.level, cell.perspective) for cell in world.plan if cell.level)
    for perspective, level, name in planned:
        if perspective in known and (perspective, level) not in there:
            message = _("The plan names this level of “%(perspective)s”, but nobody was heard at it.")
            label = f"{name} / {Level(level).label}"
            url = world.url("design:perspective", perspective)
            yield Found(label, url, message, {"perspective": name}, key=f"P{perspective}-{level}")


def _places(world: World, heard: Heard) -> Iterator[Found]:
    there = {place for _perspective, _level, place in heard}
    each = any(cell.per_place for cell in world.plan)
    named = {cell.place_id for cell in world.plan if cell.place_id}
    for one in world.places:
        is_planned = one.id in named or (each and one.kind == world.facts.place_kind)
        if is_planned and one.id not in there:
            message = _("The plan names this place, but no source is about it or comes from it.")
            yield Found(one.name, world.url("design:places"), message, key=f"PL{one.id}")


NOT_HEARD = Rule(
    code="H01",
    severity=Severity.WARNING,
    title=_("Planned, but not heard"),
    why=_("Who is missing in the evidence is missing in the answer. A reader must be able to see who that is."),
    standard=(Standard(COREQ, "10–12"),),
    how_to_mend=_("Hear them yet, state with the sources whom they come from, or change the plan and say why."),
    check=_not_heard,
)

RULES = (NOT_HEARD,)
