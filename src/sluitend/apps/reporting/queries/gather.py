"""Reads everything that a report is made from, for one audience, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language, override

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation, QuestionVersion
from sluitend.apps.findings import queries as findings
from sluitend.apps.findings.models import Recommendation
from sluitend.apps.findings.queries.candidates import known_fragments
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, Role
from sluitend.apps.reporting.material import (
    Audience,
    ConclusionEntry,
    Evidence,
    FindingEntry,
    Material,
    Passage,
    QuestionEntry,
    RecommendationEntry,
    SectionEntry,
    Wording,
    Words,
)
from sluitend.apps.reporting.models import Report, Section
from sluitend.apps.reporting.outcomes import ResultEntry, ResultUse
from sluitend.apps.reporting.queries.gather_account import Gatherer, parts_named
from sluitend.apps.reporting.queries.gather_results import datasets_among, numbers_in, results_among, uses_in
from sluitend.apps.reporting.queries.gather_sources import entries_of, sources_of
from sluitend.apps.reporting.remembered import Remembered
from sluitend.apps.sources.models import Quoting
from sluitend.errors import NotFound


def audience_of(user: User, evaluation: Evaluation) -> Audience:
    """What this user may read inside the product. Raises NotFound, NotAllowed."""
    role = check(user, evaluation, Action.VIEW_REPORT)
    return Audience.READER if role == Role.READER else Audience.TEAM


_materials: Remembered[Material] = Remembered(most=16)


def material_for(
    user: User,
    evaluation: Evaluation,
    audience: Audience | None = None,
    *,
    unsaved: str = "",
    parts: frozenset[str] = frozenset(),
) -> Material:
    """As `gather`, kept until something is written: for pages, which ask for the same again and again."""
    role = check(user, evaluation, Action.VIEW_REPORT)
    variant = (role, audience, get_language(), parts)
    material = _materials.get(evaluation.pk, variant, lambda: gather(user, evaluation, audience, parts=parts))
    if _holds_what_is_named(material, unsaved):
        return material
    return gather(user, evaluation, audience, unsaved=unsaved, parts=parts)


def _holds_what_is_named(material: Material, text: str) -> bool:
    passages, results = numbers_in("F", [text]), numbers_in("U", [text])
    known = passages <= material.passage_by_number.keys() and results <= material.result_by_number.keys()
    return known and parts_named([text]) <= material.account.gathered


def gather(
    user: User,
    evaluation: Evaluation,
    audience: Audience | None = None,
    *,
    unsaved: str = "",
    parts: frozenset[str] = frozenset(),
) -> Material:
    """Everything for the report, as this audience may read it (default: as the user may, inside the product).

    The passages and annexes named in `unsaved`, a text that is being written, are in it too, and so are these `parts`
    of the account.

    Raises NotFound (also when there is no report), NotAllowed, InputError("coding.quote_changed").
    """
    own = audience_of(user, evaluation)
    audience = audience or own
    if audience is not own:
        check(user, evaluation, Action.WRITE_REPORT)
    # What leaves the product is Dutch, whoever looks: else the state of a file would not be that of its page.
    with override(settings.LANGUAGE_CODE if audience is Audience.PUBLIC else get_language()):
        return _gathered(user, evaluation, audience, unsaved, parts)


def _gathered(user: User, evaluation: Evaluation, audience: Audience, unsaved: str, parts: frozenset[str]) -> Material:
    report = Report.objects.filter(evaluation=evaluation).select_related("house_style").first()
    if report is None:
        raise NotFound("report")
    rows = list(report.sections.filter(deleted_at=None))
    sections = tuple(SectionEntry(row.pk, row.title, row.markdown, row.is_summary) for row in rows)
    texts = [*(section.markdown for section in sections), unsaved]
    chain = findings.evidence_for(user, evaluation)
    fragments = _fragments(evaluation, chain, texts)
    sources, uses = sources_of(evaluation), uses_in(evaluation, audience)
    numbers = numbers_in("U", texts) | {one.number for some in uses.values() for one in some}
    results = results_among(user, evaluation, numbers, audience)
    return Material(
        evaluation_id=evaluation.pk,
        audience=audience,
        title=report.title,
        subtitle=report.subtitle,
        fictitious=evaluation.fictitious,
        as_of=_last_change(report, rows, chain, results),
        sections=sections,
        questions=tuple(_questions(evaluation, chain)),
        sources=tuple(entries_of(evaluation, sources, audience)),
        passages=tuple(_passages(user, evaluation, fragments, audience)),
        findings=tuple(_finding(line, audience, uses.get(line.finding.number, ())) for line in chain.findings),
        conclusions=tuple(sorted(_conclusions(chain), key=lambda one: one.number)),
        recommendations=tuple(_recommendation(one) for one in chain.recommendations),
        account=Gatherer(user, report, evaluation, audience, chain).read(parts_named(texts) | parts),
        merged=tuple(sorted(chain.merged.items())),
        house_style=report.house_style.sha256 if hasattr(report, "house_style") else "",
        results=tuple(results),
        datasets=tuple(datasets_among(evaluation, results, audience)),
    )


def _last_change(
    report: Report, sections: list[Section], chain: findings.Chain, results: list[ResultEntry]
) -> datetime:
    """The date of the report: of the newest change in what it says."""
    dates = [report.created_at, *(section.changed_at for section in sections)]
    dates += [line.finding.changed_at for line in chain.findings]
    dates += [line.conclusion.changed_at for line in chain.conclusions if line.conclusion]
    dates += [recommendation.changed_at for recommendation in chain.recommendations]
    dates += [one.computed_at for one in results if one.computed_at]
    return max(dates)


def _fragments(evaluation: Evaluation, chain: findings.Chain, texts: Iterable[str]) -> list[Fragment]:
    """Those that findings rest on, and those that the text names itself."""
    known = {line.fragment.pk: line.fragment for finding in chain.findings for line in finding.evidence}
    missing = numbers_in("F", texts) - {fragment.number for fragment in known.values()}
    found = known_fragments(evaluation).filter(number__in=missing).select_related("version__source")
    heavy = found.defer("version__text", "version__sealed_text", "version__blocks")
    return sorted([*known.values(), *heavy], key=lambda fragment: fragment.number)


def _passages(user: User, evaluation: Evaluation, fragments: list[Fragment], audience: Audience) -> Iterable[Passage]:
    words: Mapping[int, str | None] = (
        coding.outward_quotes(fragments)
        if audience is Audience.PUBLIC
        else coding.quotes_for(user, evaluation, fragments)
    )
    for fragment in fragments:
        text = words.get(fragment.pk)
        how = _how(coding.quoting_rule(fragment), text)
        yield Passage(
            number=fragment.number,
            source=fragment.version.source.number,
            version=fragment.version.number,
            start=fragment.start,
            end=fragment.end,
            sha256=fragment.quote_sha256,
            words=how,
            text=text if how in (Words.QUOTE, Words.PARAPHRASE) else None,
            is_withdrawn=fragment.withdrawn_at is not None,
        )


def _how(rule: Quoting, text: str | None) -> Words:
    if rule is Quoting.NEVER:
        return Words.NEVER
    if text is None:
        return Words.WITHHELD
    return Words.QUOTE if rule is Quoting.VERBATIM else Words.PARAPHRASE


def _questions(evaluation: Evaluation, chain: findings.Chain) -> Iterable[QuestionEntry]:
    wordings: dict[int, list[Wording]] = {}
    for version in QuestionVersion.objects.filter(question__evaluation=evaluation).order_by("number"):
        wordings.setdefault(version.question_id, []).append(Wording.of(version, evaluation))
    for line in chain.questions:
        yield QuestionEntry(
            label=line.label,
            text=line.text,
            depth=line.depth,
            has_parts=line.has_parts,
            dropped_at=line.dropped_at,
            dropped_reason=line.dropped_reason,
            wordings=tuple(wordings.get(line.id, ())),
        )


def _finding(line: findings.FindingLine, audience: Audience, results: tuple[ResultUse, ...]) -> FindingEntry:
    finding = line.finding
    notes = audience is Audience.TEAM  # what the team writes to itself beside a passage
    return FindingEntry(
        number=finding.number,
        title=finding.title,
        text=finding.text,
        questions=tuple(question.label for question in line.questions),
        evidence=tuple(
            Evidence(one.fragment.number, one.stance, one.link.note if notes else "") for one in line.evidence
        ),
        conclusions=tuple(conclusion.number for conclusion in line.conclusions),
        single_source_reason=finding.single_source_reason,
        confidence=finding.confidence,
        results=results,
    )


def _conclusions(chain: findings.Chain) -> Iterable[ConclusionEntry]:
    for line in chain.conclusions:
        if (conclusion := line.conclusion) is not None:
            yield ConclusionEntry(
                number=conclusion.number,
                question=line.question.label,
                text=conclusion.text,
                not_answered_reason=conclusion.not_answered_reason,
                judgement=conclusion.judgement,
                criterion=line.criterion.name if line.criterion else "",
                findings=tuple(finding.number for finding in line.findings),
            )


def _recommendation(one: Recommendation) -> RecommendationEntry:
    return RecommendationEntry(
        number=one.number,
        kind=one.kind,
        title=one.title,
        text=one.text,
        addressee=one.addressee,
        conclusions=tuple(conclusion.number for conclusion in one.conclusions.all()),
        action=one.action,
        term=one.term,
        priority=one.priority,
        feasibility=one.feasibility,
        measure_of_success=one.measure_of_success,
    )
