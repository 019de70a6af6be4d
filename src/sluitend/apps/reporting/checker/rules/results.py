"""Rules about figures: whether they still hold, over how many they are, and whether they may leave the team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sluitend.apps.reporting.checker.reading.findings import FindingRow, grouped
from sluitend.apps.reporting.checker.reading.report import SectionRow
from sluitend.apps.reporting.checker.reading.results import ResultLinkRow, ResultRow
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.sections import section_url
from sluitend.apps.reporting.checker.rules.standards import AVG, OURS
from sluitend.apps.reporting.checker.world import World
from sluitend.web.registry import Text


def _stale(world: World) -> Iterator[Found]:
    cited = {one.id: places for one, places in world.cited}
    under = grouped((row.id, finding.label) for finding, rows in _under_findings(world) for _link, row in rows)
    for one in world.results:
        places, findings = cited.get(one.id, ()), under.get(one.id, ())
        if one.is_gone_with_words and findings:
            gone = _("This result lies under %(findings)s, and went with words that it counted. Ask it again.")
            yield _found(world, one, gone, on=findings, findings=", ".join(findings))
        if one.destroyed or not (one.changed or one.id in world.recoded) or not (places or findings):
            continue
        yield _found(world, one, _said_of(places, findings), on=(*places, *findings), findings=", ".join(findings))


def _said_of(places: Sequence[str], findings: Sequence[str]) -> Text:
    if not findings:
        return _("The report cites this result, but what it was computed from has changed since.")
    if places:
        return _("The report cites this result and it lies under %(findings)s, but its data or method have changed.")
    return _("This result lies under %(findings)s, but what it was computed from has changed since.")


def _under_findings(world: World) -> Iterator[tuple[FindingRow, Sequence[tuple[ResultLinkRow, ResultRow]]]]:
    return ((finding, world.rests.get(finding.id, ())) for finding in world.findings)


def _without_n(world: World) -> Iterator[Found]:
    for one, places in world.cited:
        outside = world.outside[one.id]
        if outside is not None and not outside.has_n:
            message = _("The report cites this result, and it is over so few cases that it may not tell how many.")
            yield _found(world, one, message, on=places)
    for place, (section, look) in enumerate(world.looks, start=1):
        if count := look.shares_without_n:
            message = ngettext_lazy(
                "In “%(section)s” one paragraph has a percentage without saying of how many.",
                "In “%(section)s” %(count)s paragraphs have a percentage without saying of how many.",
                count,
            )
            data: dict[str, str | int | Text] = {"section": section.title, "count": count}
            yield Found(str(place), section_url(world, section), message, data, key=section.key)


def _small_cell(world: World) -> Iterator[Found]:
    for one, places in world.cited:
        outside = world.outside[one.id]
        if outside is None:
            message = _("The report cites this result, but nothing of it can leave the team: it was computed before.")
            yield _found(world, one, message, on=places)
        elif outside.smallest is not None and outside.smallest < outside.least:
            message = _("The report cites this result, and it shows a count under %(least)s.")
            yield _found(world, one, message, on=places, least=outside.least)


def _small_in_text(world: World) -> Iterator[Found]:
    voices = {one.label for one in world.results if one.dataset is None}
    for section, look in world.looks:
        for told in look.small_counts:
            message = _("In “%(section)s” a paragraph that cites a result tells of “%(told)s”.")
            yield _in_section(world, section, message, told)
        of_codings = (told for told, label in look.small_voices if label in voices)
        for told in dict.fromkeys(of_codings):
            message = _("In “%(section)s” a paragraph that cites a result of coded texts tells of “%(told)s”.")
            yield _in_section(world, section, message, told)
    for finding, rows in _under_findings(world):
        for told in dict.fromkeys(told for link, _row in rows for told in link.small_counts):
            message = _("What practice said of the sample, beside this finding, tells of “%(told)s”.")
            url = world.url("findings:finding", finding.number)
            yield Found(finding.label, url, message, {"told": told}, key=f"{finding.label} {told}"[:120])


def _in_section(world: World, section: SectionRow, message: Text, told: str) -> Found:
    data: dict[str, str | int | Text] = {"section": section.title, "told": told}
    return Found(told, section_url(world, section), message, data, key=f"{section.key} {told}"[:120])


def _no_sample(world: World) -> Iterator[Found]:
    for finding, rows in _under_findings(world):
        silent = [row.label for link, row in rows if row.draws_sample and not row.destroyed and not link.tells_sample]
        if silent:
            message = _("This finding rests on %(results)s, and does not tell what practice said of the sample.")
            url = world.url("findings:finding", finding.number)
            yield Found(finding.label, url, message, {"results": ", ".join(silent)}, on=tuple(silent))


def _found(world: World, one: ResultRow, message: Text, on: Sequence[str] = (), **data: str | int) -> Found:
    return Found(one.label, world.url("analyses:result", one.number), message, data, on=tuple(on))


STALE = Rule(
    code="D01",
    severity=Severity.ERROR,
    title=_("Stale result cited, or under a finding"),
    why=_("Who reads a figure may trust that it follows from the data as they are."),
    standard=(OURS,),
    how_to_mend=_("Run the analysis again, look whether the text still holds, and cite the new result."),
    check=_stale,
)
WITHOUT_N = Rule(
    code="D02",
    severity=Severity.WARNING,
    title=_("Figure without its number"),
    why=_("Half of four is something else than half of four hundred."),
    standard=(OURS,),
    how_to_mend=_("Write beside the figure over how many it is, for example “(n = 40)”."),
    check=_without_n,
)
SMALL_CELL = Rule(
    code="D03",
    severity=Severity.ERROR,
    title=_("Count too small to leave the team"),
    why=_("A small count in a table can point at a person."),
    standard=(Standard(AVG, "art. 5.1(c)"), OURS),
    how_to_mend=_("Compute it again, if need be with rows or columns taken together, and cite the new result."),
    check=_small_cell,
)

NO_SAMPLE = Rule(
    code="D04",
    severity=Severity.ERROR,
    title=_("Sample that was not checked with practice"),
    why=_("Without a registered owner is not without help: a registration is measured before children are."),
    standard=(OURS,),
    how_to_mend=_("Look at the cases of the sample together with those who do the work, and write what came of it."),
    check=_no_sample,
)
SMALL_IN_TEXT = Rule(
    code="D05",
    severity=Severity.WARNING,
    title=_("Small count in the text beside a result"),
    why=_("What a table keeps back must not stand in the sentence beside it."),
    standard=(Standard(AVG, "art. 5.1(c)"), OURS),
    how_to_mend=_("Write “fewer than ten”, or of who was heard “a few” or “most”, or leave the number out."),
    check=_small_in_text,
)

RULES = (STALE, WITHOUT_N, SMALL_CELL, NO_SAMPLE, SMALL_IN_TEXT)
