"""Rules about what findings rest on."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import MethodKind
from sluitend.apps.reporting.checker.reading.findings import FindingRow
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.standards import AVG, COREQ, DAC, RPE, UNEG, UNICEF
from sluitend.apps.reporting.checker.world import World
from sluitend.web.registry import Text

ENOUGH_FOR_THEMES = 5  # findings, from which on a reader may ask where the less usual experiences are


def _without_evidence(world: World) -> Iterator[Found]:
    for finding in world.findings:
        if finding.id not in world.backed and (message := _lacking(world, finding.id)):
            yield _found(world, finding, message)


def _lacking(world: World, pk: int) -> Text:
    """What is wrong with the evidence of a finding that no result supports; empty when nothing is."""
    results = world.rests.get(pk, ())
    if pk in world.supporting:
        return "" if world.voices[pk] else _("Only the interviewer says what this finding rests on.")
    if pk in world.standing or any(not row.destroyed for _link, row in results):
        return _("This finding is only contradicted.")
    if results:
        return _("What this finding rested on was destroyed with its data.")
    # B03 tells of the ones that were withdrawn.
    return "" if world.evidence.get(pk) else _("No passage and no result is linked to this finding.")


def _single_source(world: World) -> Iterator[Found]:
    heard_in, registers, voices = world.heard_in, world.registers, world.voices
    for finding in world.findings:
        sources, datasets = heard_in.get(finding.id, ()), registers.get(finding.id, ())
        if finding.single_source_reason.strip() or not (sources or datasets):
            continue
        if len(sources) + len(datasets) == 1:
            message = _("This finding rests on one source, %(source)s.")
            yield _found(world, finding, message, source=(*datasets, *(one.label for one in sources))[0])
        elif not datasets and len(voices[finding.id]) == 1:
            message = _("This finding rests on %(count)s sources of one and the same organisation.")
            yield _found(world, finding, message, count=len(sources))


def _stale(world: World) -> Iterator[Found]:
    fragments, evidence = world.fragments, world.evidence
    for finding in world.findings:
        linked = (fragments[link.fragment_id] for link in evidence.get(finding.id, ()))
        if gone := sorted(one.label for one in linked if one.withdrawn):
            message = _("Rested on words that were withdrawn: %(passages)s.")
            yield _found(world, finding, message, passages=", ".join(gone))


def _loose(world: World) -> Iterator[Found]:
    for finding in world.findings:
        if finding.id not in world.tied:
            yield _found(world, finding, _("This finding is tied to no question and to no criterion."))


def _unweighed(world: World) -> Iterator[Found]:
    for finding in world.findings:
        against = [fragment.label for link, fragment in world.standing.get(finding.id, ()) if not link.is_support]
        results = world.rests.get(finding.id, ())
        against += [row.label for link, row in results if not link.is_support and not row.destroyed]
        if against and not finding.answer_to_contradiction.strip():
            message = _("%(passages)s contradict this finding, and nothing says how that was weighed.")
            yield _found(world, finding, message, passages=", ".join(against))


def _unplanned_method(world: World) -> Iterator[Found]:
    """Of each source that a finding rests on; without a plan there is nothing to hold it against."""
    planned = {cell.method_id for cell in world.plan}
    fragments, sources = world.fragments, world.sources
    used = dict.fromkeys(fragments[link.fragment_id].source_id for link in world.links) if planned else {}
    for source in sorted((sources[pk] for pk in used), key=lambda one: one.number):
        if source.method_id in planned or source.withdrawn:
            continue
        unknown = _("Findings rest on this source, but it does not say by which method it was gathered.")
        message = (
            unknown
            if source.method_id is None
            else _("Findings rest on this source, but the matrix does not plan its method.")
        )
        yield Found(source.label, world.url("sources:source", source.number), message)
    if planned:
        yield from _unplanned_registers(world)


def _unplanned_registers(world: World) -> Iterator[Found]:
    """Datasets are gathered by no method of their own: any that the plan calls register data will do."""
    if any(cell.method_kind == MethodKind.REGISTER_DATA for cell in world.plan):
        return
    used = {row.dataset for rows in world.rests.values() for _link, row in rows if row.dataset and not row.destroyed}
    for number in sorted(used):
        message = _("Findings rest on results of this dataset, but the matrix plans no register data.")
        yield Found(f"D{number}", world.url("datasets:dataset", number), message)


def _no_minor_themes(world: World) -> Iterator[Found]:
    if len(world.findings) >= ENOUGH_FOR_THEMES and not any(one.is_minor_theme for one in world.findings):
        message = _("None of the %(count)s findings is marked as a minor theme: a view or an experience of few.")
        yield Found(
            _("findings"), world.url("findings:list"), message, {"count": len(world.findings)}, key="minor-themes"
        )


def _found(world: World, finding: FindingRow, message: Text, **data: str | int) -> Found:
    return Found(finding.label, world.url("findings:finding", finding.number), message, data)


WITHOUT_EVIDENCE = Rule(
    code="B01",
    severity=Severity.ERROR,
    title=_("Finding without evidence"),
    why=_("A finding is a statement that somebody else can trace. Without evidence it is an opinion."),
    standard=(Standard(UNICEF, "findings"), Standard(UNEG, "4.9"), Standard(RPE, "art. 2(1)c")),
    how_to_mend=_("Link passages or results that support the finding, or leave the finding out."),
    check=_without_evidence,
)
SINGLE_SOURCE = Rule(
    code="B02",
    severity=Severity.WARNING,
    title=_("Finding on a single source"),
    why=_("What several independent sources say stands firmer. Organisations and sources count, not passages."),
    standard=(Standard(DAC, "3.9"),),
    how_to_mend=_("Look for a second, independent source, or write with the finding why one is enough."),
    check=_single_source,
)
STALE = Rule(
    code="B03",
    severity=Severity.ERROR,
    title=_("Finding on withdrawn words"),
    why=_("Who withdraws takes the words along. A finding may not go on resting on what nobody can read any more."),
    standard=(Standard(AVG, "art. 7.3"), Standard(AVG, "art. 17")),
    how_to_mend=_("Look whether the finding stands without these passages, reword it, and take the passages away."),
    check=_stale,
)
LOOSE = Rule(
    code="B04",
    severity=Severity.WARNING,
    title=_("Finding that answers nothing"),
    why=_("Findings respond to the questions and criteria of the evaluation; another one has no place in its answer."),
    standard=(Standard(UNICEF, "findings"),),
    how_to_mend=_("Tie the finding to the question or the criterion that it says something about, or leave it out."),
    check=_loose,
)
UNPLANNED_METHOD = Rule(
    code="B05",
    severity=Severity.NOTE,
    title=_("Evidence of a method that was not planned"),
    why=_("Findings rest on data that were gathered as the report describes. Who leaves the plan says so."),
    standard=(Standard(UNICEF, "findings"), Standard(DAC, "3.10")),
    how_to_mend=_("State the method with the source, or add the method to the matrix."),
    check=_unplanned_method,
)
UNWEIGHED = Rule(
    code="B06",
    severity=Severity.WARNING,
    title=_("Contradicting evidence that nobody weighed"),
    why=_("A reader must be able to follow how evidence that points another way was taken into account."),
    standard=(Standard(DAC, "3.11"),),
    how_to_mend=_("Write with the finding why it stands all the same, or reword it."),
    check=_unweighed,
)
NO_MINOR_THEMES = Rule(
    code="B07",
    severity=Severity.NOTE,
    title=_("No minor themes"),
    why=_("Besides the main lines a reader wants to know the views of few: they show what the main lines leave out."),
    standard=(Standard(COREQ, "31"), Standard(COREQ, "32")),
    how_to_mend=_("Mark the findings that show a minority view, or add them."),
    check=_no_minor_themes,
)

RULES = (WITHOUT_EVIDENCE, SINGLE_SOURCE, STALE, LOOSE, UNPLANNED_METHOD, UNWEIGHED, NO_MINOR_THEMES)
