"""The report of an evaluation, its sections with their versions, and its files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from sluitend.apps.design.access import check, may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.models import Build, Report, Section, SectionVersion
from sluitend.errors import NotFound
from sluitend.formats.report import is_empty


def find_report(user: User, evaluation: Evaluation) -> Report | None:
    """The report, or None when nobody began it. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_REPORT)
    return Report.objects.filter(evaluation=evaluation).select_related("evaluation").first()


def report_for(user: User, evaluation: Evaluation) -> Report:
    """The report. Raises NotFound (also when nobody began it), NotAllowed."""
    report = find_report(user, evaluation)
    if report is None:
        raise NotFound("report")
    return report


def section_for(user: User, evaluation: Evaluation, section_id: int, *, deleted: bool = False) -> Section:
    """A section to write in. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.WRITE_REPORT)
    sections = Section.objects.filter(report__evaluation=evaluation, pk=section_id, deleted_at__isnull=not deleted)
    section = sections.select_related("report__evaluation", "changed_by", "writer").first()
    if section is None:
        raise NotFound("section")
    return section


def deleted_sections_for(user: User, evaluation: Evaluation) -> list[Section]:
    """Sections that were taken out, newest first. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.WRITE_REPORT)
    sections = Section.objects.filter(report__evaluation=evaluation, deleted_at__isnull=False)
    return list(sections.order_by("-deleted_at").defer("markdown"))


def versions_for(user: User, section: Section) -> QuerySet[SectionVersion]:
    """Earlier texts of a section, newest first. Raises NotFound, NotAllowed."""
    check(user, section.report.evaluation, Action.WRITE_REPORT)
    return section.versions.select_related("changed_by")


def version_for(user: User, section: Section, revision: int) -> SectionVersion:
    """One earlier text. Raises NotFound, NotAllowed."""
    version = versions_for(user, section).filter(revision=revision).first()
    if version is None:
        raise NotFound("version")
    return version


def text_after(user: User, version: SectionVersion) -> Section | SectionVersion:
    """The text that followed an earlier one: a later version, or what stands now. Raises NotFound, NotAllowed."""
    section = version.section
    later = versions_for(user, section).filter(revision__gt=version.revision).order_by("revision").first()
    return later or section


def build_for(user: User, evaluation: Evaluation, build_id: int) -> Build:
    """A built file. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_REPORT)
    builds = Build.objects.filter(report__evaluation=evaluation, pk=build_id)
    build = builds.select_related("report", "built_by").first()
    if build is None:
        raise NotFound("build")
    return build


def has_text_by_evaluation_for(user: User, evaluations: Iterable[Evaluation]) -> dict[int, tuple[int, int]]:
    """By evaluation how many sections somebody wrote in, and how many there are; one query."""
    listed = list(evaluations)
    mine = [one.pk for one in listed if may(user, one, Action.VIEW_EVALUATION)]
    rows = Section.objects.filter(report__evaluation_id__in=mine, deleted_at=None)
    counted = rows.values("report__evaluation_id").annotate(all=Count("pk"), own=Count("pk", filter=Q(revision__gt=1)))
    found = {row["report__evaluation_id"]: (row["own"], row["all"]) for row in counted}
    return {one.pk: found.get(one.pk, (0, 0)) for one in listed}


def wrote_in(section: Section) -> bool:
    """Whether there is anything of an author in it."""
    return not is_empty(section.markdown)
