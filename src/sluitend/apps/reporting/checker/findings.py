"""Rules about what findings and recommendations rest on."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.models import Finding
from sluitend.apps.reporting.checker.questions import DAC
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.sources.models import Source

UNEG = "UNEG Norms and Standards for Evaluation (2016)"
UNICEF = "UNICEF-Adapted UNEG Evaluation Reports Standards"
AVG = "AVG (Verordening (EU) 2016/679)"
RPE = "Regeling periodiek evaluatieonderzoek (2018, lapsed on 27 July 2022)"


def _without_evidence(world: World) -> Iterator[Found]:
    for finding in world.findings:
        if not finding.evidence.all():
            yield Found(str(finding), _url(world, finding.number), _("No passage is linked to this finding."))
        elif not world.supporting(finding) and not _all_withdrawn(finding):
            yield Found(str(finding), _url(world, finding.number), _("This finding is only contradicted."))


def _all_withdrawn(finding: Finding) -> bool:
    """Then B03 says so."""
    return all(link.fragment.withdrawn_at is not None for link in finding.evidence.all())


def _single_source(world: World) -> Iterator[Found]:
    for finding in world.findings:
        sources = world.supporting(finding)
        if finding.single_source_reason.strip() or not sources:
            continue
        if len(sources) == 1:
            message = _("This finding rests on one source, %(source)s.")
            yield Found(str(finding), _url(world, finding.number), message, {"source": str(sources[0])})
        elif independent_voices(sources) == 1:
            message = _("This finding rests on %(count)s sources of one and the same organisation.")
            yield Found(str(finding), _url(world, finding.number), message, {"count": len(sources)})


def independent_voices(sources: list[Source]) -> int:
    """Sources of one organisation count once; a source whose organisation is not known counts by itself."""
    return len({source.organisation_id or f"S{source.number}" for source in sources})


def _stale(world: World) -> Iterator[Found]:
    for finding in world.findings:
        gone = [link.fragment for link in finding.evidence.all() if link.fragment.withdrawn_at is not None]
        if gone:
            message = _("Rested on words that were withdrawn: %(passages)s.")
            yield Found(
                str(finding), _url(world, finding.number), message, {"passages": ", ".join(sorted(map(str, gone)))}
            )


def _without_conclusion(world: World) -> Iterator[Found]:
    for one in world.recommendations:
        if not one.conclusions.all():
            url = world.url("findings:recommendation", one.number)
            yield Found(str(one), url, _("This recommendation rests on no conclusion."))


def _url(world: World, number: int) -> str:
    return world.url("findings:finding", number)


WITHOUT_EVIDENCE = Rule(
    code="B01",
    severity=Severity.ERROR,
    title=_("Finding without evidence"),
    why=_("A finding is a statement that somebody else can trace. Without evidence it is an opinion."),
    standard=(Standard(UNICEF, "findings"), Standard(UNEG, "4.9"), Standard(RPE, "art. 2")),
    how_to_mend=_("Link passages that support the finding, or leave the finding out."),
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
WITHOUT_CONCLUSION = Rule(
    code="A01",
    severity=Severity.ERROR,
    title=_("Recommendation without a conclusion"),
    why=_("A recommendation follows from what was concluded; otherwise nobody can see why it is made."),
    standard=(Standard(UNICEF, "recommendations"), Standard(UNEG, "4.10")),
    how_to_mend=_("Tie the recommendation to the conclusions that it follows from."),
    check=_without_conclusion,
)

RULES = (WITHOUT_EVIDENCE, SINGLE_SOURCE, STALE, WITHOUT_CONCLUSION)
