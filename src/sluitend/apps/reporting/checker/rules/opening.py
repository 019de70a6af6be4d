"""Rules about the title page, the summary and the annexes of the report."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.standards import DAC, UNEG_CHECKLIST
from sluitend.apps.reporting.checker.world import World
from sluitend.formats.report import is_empty
from sluitend.web.registry import Text

SHORTEST_SUMMARY = 100  # words: with fewer nothing stands by itself
ANNEXES_NEEDED = {
    "methode": _("method"),
    "respondenten": _("respondents"),
    "bronnen": _("sources"),
    "instrumenten": _("instruments"),
    "evaluatiematrix": _("evaluation matrix"),
}


def _title_page(world: World) -> Iterator[Found]:
    if world.report is None:
        return
    facts = world.facts
    there: list[tuple[object, Text]] = [
        (world.report[0].strip(), _("title")),
        (facts.evaluated_object, _("name of the evaluated object")),
        (facts.commissioner, _("commissioner")),
        (facts.starts and facts.ends, _("period of the evaluation")),
    ]
    if missing := [str(name) for value, name in there if not value]:
        message = _("The title page does not tell everything. Missing: %(what)s.")
        url = world.url("design:general")
        yield Found(_("title page"), url, message, {"what": ", ".join(missing)}, key="title-page")


def _summary(world: World) -> Iterator[Found]:
    if world.report is None:
        return
    summary = next((one for one in world.sections if one.is_summary), None)
    if summary is None or is_empty(summary.markdown):
        message = _("The report has no summary.")
        yield Found(_("summary"), world.url("reporting:report"), message, key="summary")
        return
    words = len(summary.markdown.split())
    if words < SHORTEST_SUMMARY and "{{" not in summary.markdown:
        message = _("The summary has %(count)s words: who reads no more than that does not get the answer.")
        url = world.url("reporting:section", summary.id)
        yield Found(_("summary"), url, message, {"count": words}, key="summary", on=(summary.key,))


def _annexes(world: World) -> Iterator[Found]:
    if world.report is None:
        return
    placed = {one.text for _section, one in world.references if one.is_directive}
    missing = [str(words) for name, words in ANNEXES_NEEDED.items() if f"bijlage {name}" not in placed]
    if missing and "bijlagen" not in placed:
        message = _("The report places no annex with: %(what)s.")
        yield Found(_("annexes"), world.url("reporting:report"), message, {"what": ", ".join(missing)}, key="annexes")


TITLE_PAGE = Rule(
    code="R04",
    severity=Severity.NOTE,
    title=_("Incomplete title page"),
    why=_("A reader sees at once what was evaluated, when, where, by whom and for whom."),
    standard=(Standard(UNEG_CHECKLIST, "1.2"),),
    how_to_mend=_("Fill in what is missing with the general data of the evaluation."),
    check=_title_page,
)
SUMMARY = Rule(
    code="R05",
    severity=Severity.WARNING,
    title=_("No summary that stands by itself"),
    why=_("Many people read the summary alone. It tells what was asked, how it was looked into, and what came of it."),
    standard=(Standard(UNEG_CHECKLIST, "1.3"), Standard(DAC, "3.6")),
    how_to_mend=_("Write the summary: question, approach, most important findings, conclusions and recommendations."),
    check=_summary,
)
ANNEXES_MISSING = Rule(
    code="R06",
    severity=Severity.NOTE,
    title=_("Annexes missing"),
    why=_("Annexes let a reader judge the report: who was heard, what was read, and with which instruments."),
    standard=(Standard(UNEG_CHECKLIST, "1.4"),),
    how_to_mend=_("Put {{bijlagen}} in the last chapter, or the annexes that are missing one by one."),
    check=_annexes,
)

RULES = (TITLE_PAGE, SUMMARY, ANNEXES_MISSING)
