"""All that the rules look at, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.urls import reverse

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment, QuoteRelease
from sluitend.apps.design import queries as design
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import QuestionLine
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, Recommendation, Stance
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.models import Section
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.formats.report import Reference, references_of

_HEAVY = ("version__text", "version__sealed_text", "version__blocks")


@dataclass(frozen=True)
class World:
    """One evaluation, for the rules."""

    evaluation: Evaluation
    questions: list[QuestionLine]
    findings: list[Finding]  # with evidence, each link with its fragment and source
    conclusions: list[Conclusion]
    recommendations: list[Recommendation]  # with conclusions
    sections: list[Section]
    fragments: dict[int, Fragment]  # by number: of evidence, and named in the report
    texts: dict[int, str]  # of the versions that these fragments lie in, by id
    released: set[int]  # ids of fragments that may be shown outside the team
    waiting: set[int]  # ids of fragments that a person has to place in a corrected text
    sources: set[int]  # numbers

    @cached_property
    def quoted(self) -> dict[int, list[Section]]:
        """Numbers of the fragments that the report quotes, with the sections that do."""
        found: dict[int, list[Section]] = {}
        for section, reference in self.references():
            if reference.text.startswith("F") and reference.text[1:].isdecimal():
                found.setdefault(int(reference.text[1:]), []).append(section)
        return found

    def references(self) -> Iterator[tuple[Section, Reference]]:
        """Every reference in the report, with its section."""
        for section in self.sections:
            for reference in references_of(section.markdown):
                yield section, reference

    def url(self, name: str, *arguments: object) -> str:
        """An address within this evaluation."""
        return reverse(name, args=[self.evaluation.pk, *arguments])

    def supporting(self, finding: Finding) -> list[Source]:
        """The distinct sources that support or nuance a finding; what contradicts it or was withdrawn is no support."""
        kept = [link for link in finding.evidence.all() if link.fragment.withdrawn_at is None]
        links = [link for link in kept if link.stance != Stance.CONTRADICTS]
        return list({source.pk: source for source in (one.fragment.version.source for one in links)}.values())


def world_for(user: User, evaluation: Evaluation) -> World:
    """Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CHECKS)
    sections = list(Section.objects.filter(report__evaluation=evaluation, deleted_at=None))
    findings = _findings(evaluation)
    fragments = _fragments(evaluation, findings, sections)
    versions = {fragment.version_id for fragment in fragments.values()}
    ids = [fragment.pk for fragment in fragments.values()]
    return World(
        evaluation=evaluation,
        questions=design.questions_for(user, evaluation),
        findings=findings,
        conclusions=list(evaluation.conclusions.select_related("question")),
        recommendations=list(evaluation.recommendations.prefetch_related("conclusions")),
        sections=sections,
        fragments=fragments,
        texts={pk: text or "" for pk, text in SourceVersion.objects.filter(pk__in=versions).values_list("pk", "text")},
        released=set(QuoteRelease.objects.filter(fragment__in=ids).values_list("fragment_id", flat=True)),
        waiting=coding.waiting_in_evaluation(evaluation),
        sources=set(evaluation.sources.exclude(title="").values_list("number", flat=True)),
    )


def _findings(evaluation: Evaluation) -> list[Finding]:
    """With their evidence; a source is one object, however many passages lie in it."""
    versions = SourceVersion.objects.select_related("source").defer("text", "sealed_text", "blocks")
    links = EvidenceLink.objects.select_related("fragment").prefetch_related(Prefetch("fragment__version", versions))
    return list(evaluation.findings.prefetch_related(Prefetch("evidence", links)))


def _fragments(evaluation: Evaluation, findings: list[Finding], sections: list[Section]) -> dict[int, Fragment]:
    """Those of the evidence, and those that the report names."""
    known = {link.fragment.number: link.fragment for finding in findings for link in finding.evidence.all()}
    labels = {one.text for section in sections for one in references_of(section.markdown)}
    named = {int(label[1:]) for label in labels if label.startswith("F") and label[1:].isdecimal()}
    missing = Fragment.objects.filter(evaluation=evaluation, number__in=named - known.keys())
    loaded = missing.select_related("version__source").defer(*_HEAVY)
    return known | {fragment.number: fragment for fragment in loaded}
