"""The report as a list: the state of every section, and of every file that was built."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.building.directives import is_directive
from sluitend.apps.reporting.building.summary import MOST_PAGES
from sluitend.apps.reporting.material import Audience, Material, SectionEntry, Words
from sluitend.apps.reporting.models import Build, BuildKind, Stage
from sluitend.apps.reporting.queries.gather import material_for
from sluitend.apps.reporting.queries.plans import plan_material_for
from sluitend.apps.reporting.queries.withdrawn import withdrawn_among
from sluitend.digits import whole
from sluitend.formats.report import Reference, is_empty, references_of, writing_help_of
from sluitend.work.models import Run, State

DRAFTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section with what it still lacks."""

    section: SectionEntry
    position: int
    is_empty: bool
    writing_help: int
    lost: list[Reference]

    @property
    def is_ready(self) -> bool:
        return not (self.is_empty or self.writing_help or self.lost)


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections, and what would be left out of a file that leaves the product."""

    material: Material
    sections: list[SectionLine]

    @property
    def ready(self) -> int:
        return sum(line.is_ready for line in self.sections)

    @property
    def lost(self) -> list[tuple[SectionLine, Reference]]:
        return [(line, reference) for line in self.sections for reference in line.lost]


def outline_for(user: User, evaluation: Evaluation, audience: Audience | None = None) -> Outline:
    """Raises NotFound, NotAllowed."""
    material = material_for(user, evaluation, audience)
    lines = [_line(material, section, position) for position, section in enumerate(material.sections, start=1)]
    return Outline(material, lines)


def _line(material: Material, section: SectionEntry, position: int) -> SectionLine:
    lost = [one for one in references_of(section.markdown) if not _is_there(material, one)]
    return SectionLine(section, position, is_empty(section.markdown), writing_help_of(section.markdown), lost)


def _is_there(material: Material, reference: Reference) -> bool:
    if reference.is_directive:
        return is_directive(reference.text.split(), material.question_by_label)
    letter = reference.letter
    number = reference.text[len(letter) :]
    by_label: dict[str, Collection[str]] = {
        "V": material.question_by_label,
        "AF": material.agreement_by_label,
        "L": material.event_by_label,
    }
    if letter in by_label:
        return reference.text in by_label[letter]
    known: dict[str, Collection[int]] = {
        "S": material.source_by_number,
        "F": material.passage_by_number,
        "B": material.finding_by_number,
        "C": material.conclusion_by_number,
        "A": material.recommendation_by_number,
        "U": material.result_by_number,
    }
    return whole(number) in known.get(letter, ())


def withheld_in(material: Material) -> list[str]:
    """Labels of the passages in whose place a note will stand."""
    return [one.label for one in material.passages if one.words in (Words.WITHHELD, Words.NEVER)]


@dataclass(frozen=True, slots=True)
class BuildLine:
    """A file, or the work on it, whether what it was built from has changed since, and whether it may still be had."""

    build: Build
    run: Run | None
    is_current: bool
    is_withdrawn: bool  # a quote in it was taken back: nobody may have it any more

    @property
    def is_busy(self) -> bool:
        return not (self.build.path or self.is_withdrawn or self.run is None or self.run.is_finished)

    @property
    def is_ready(self) -> bool:
        return bool(self.build.path) and not self.is_withdrawn

    @property
    def is_too_long(self) -> bool:
        """A summary is read by who has no time."""
        return self.build.kind == BuildKind.SUMMARY and (self.build.pages or 0) > MOST_PAGES

    @property
    def is_waiting(self) -> bool:
        return self.run is not None and self.run.state == State.QUEUED


def builds_for(user: User, evaluation: Evaluation, state: str) -> list[BuildLine]:
    """All final files, the newest drafts, and the work on them, in a fixed number of queries.

    `state` is the report's; empty for who does not see whether a file is up to date.
    """
    check(user, evaluation, Action.VIEW_REPORT)
    builds = Build.objects.filter(report__evaluation=evaluation).exclude(kind="inside").select_related("built_by")
    drafts = builds.filter(stage=Stage.DRAFT).order_by("-pk")[:DRAFTS_SHOWN].values("pk")
    shown = list(builds.filter(Q(stage=Stage.FINAL) | Q(pk__in=drafts)).order_by("-stage", "-pk"))  # "final" first so
    runs = Run.objects.in_bulk([int(one.run_id) for one in shown if one.run_id and not one.path])
    held = withdrawn_among(evaluation.pk, shown)
    states = {BuildKind.PLAN: _plan_state(user, evaluation, shown) if state else ""}
    return [_build_line(one, runs, states.get(BuildKind(one.kind), state), held) for one in shown]


def _plan_state(user: User, evaluation: Evaluation, shown: list[Build]) -> str:
    """The state of the design; not asked for where there is no plan."""
    has_plan = any(one.kind == BuildKind.PLAN for one in shown)
    return plan_material_for(user, evaluation).state if has_plan else ""


def _build_line(build: Build, runs: Mapping[int, Run], state: str, held: Collection[int]) -> BuildLine:
    return BuildLine(build, runs.get(int(build.run_id or 0)), build.state_sha256 == state, build.pk in held)
