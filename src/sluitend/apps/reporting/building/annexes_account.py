"""Annexes that tell how it was done: respondents, topic lists, codebook, object, method, statements, logbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sluitend.apps.reporting.account import (
    AgreementEntry,
    EventEntry,
    InstrumentEntry,
    PeriodEntry,
    PhaseEntry,
    PlannedEntry,
)
from sluitend.apps.reporting.building.tables import STAY, cells, explained, listing, short_day, titled
from sluitend.apps.reporting.building.words import anchor, day, label_links
from sluitend.apps.reporting.material import Audience, Material
from sluitend.apps.reporting.models import StatementKey
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

Blocks = list[Node]


def respondents(material: Material) -> Blocks:
    """Who was heard, by number: pseudonymised, and outside the team coarsened. Who are told alike stand together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in material.account.respondents:
        alike.setdefault((one.perspective, one.level, one.place, one.function), []).append(one.label)
    rows = [cells([", ".join(labels), *told_of]) for told_of, labels in alike.items()]
    head = [_("No."), _("Perspective"), _("Level"), _("Place"), _("Function")]
    told = _("Everybody has a number. Names are not in this report; the data are pseudonymised.")
    if material.audience is not Audience.TEAM:
        told += " " + _("A perspective, level, place or function is told only when at least three people share it.")
    return _annex(_("Respondents"), "respondenten", told, head, rows)


def instruments(material: Material) -> Blocks:
    """The topic list of each perspective."""
    blocks = [titled(_("Topic lists"), "instrumenten")]
    for one in material.account.instruments:
        blocks += _topic_list(material, one)
    return blocks if len(blocks) > 1 else [*blocks, _none()]


def _topic_list(material: Material, one: InstrumentEntry) -> Blocks:
    items = []
    for topic in one.topics:
        asked = (
            [*nodes.text(" ("), *label_links(material, topic.questions), *nodes.text(")")] if topic.questions else []
        )
        inside = [nodes.plain(*nodes.text(topic.text), *asked)]
        inside += (
            [nodes.bullets([[nodes.plain(*nodes.text(prompt))] for prompt in topic.prompts])] if topic.prompts else []
        )
        items.append(inside)
    return [nodes.heading(3, nodes.text(one.perspective)), nodes.bullets(items)]


def codebook(material: Material) -> Blocks:
    """The tree of codes with their rules (COREQ 25)."""
    head = [_("Code"), _("Definition"), _("Use it when"), _("Do not use it when")]
    rows = [
        cells([f"{(STAY * 3) * one.depth}{one.name}", one.definition, one.include, one.exclude])
        for one in material.account.codes
    ]
    told = _("The codes with which the texts were read. What stands further to the right belongs to the code above it.")
    return _annex(_("Codebook"), "codeboek", told, head, rows)


def evaluated_object(material: Material) -> Blocks:
    """What was evaluated, and how that changed on the way."""
    head = [pgettext("wording", "From"), _("Version"), _("Scope"), _("Reason of the change")]
    rows = [
        cells([short_day(one.starts), f"{one.name}. {one.description}".rstrip(". ") + ".", one.scope, one.reason])
        for one in material.account.objects
    ]
    told = _("What was evaluated changed on the way.") if len(rows) > 1 else _("What was evaluated stayed the same.")
    return _annex(_("What was evaluated"), "object", told, head, rows)


def method(material: Material) -> Blocks:
    """Methods, analyses, what was planned, the framework and the planning."""
    blocks = [titled(_("Method"), "methode"), *methods(material), *analyses(material), *planned(material)]
    return [*blocks, *phases(material), *framework(material)]


def methods(material: Material) -> Blocks:
    """Every method with what it is for."""
    rows = [cells([one.name, one.kind, one.note]) for one in material.account.methods]
    return _part(_("Methods"), [_("Method"), _("Kind"), _("Note")], rows)


def analyses(material: Material) -> Blocks:
    """Every analysis of which a result is cited, with the question that it answers; nothing without results."""
    by = {one.analysis: (one.title, one.question) for one in material.results}
    if not by:
        return []
    cited = {key: [one.label for one in material.results if one.analysis == key] for key in by}
    rows = [[*cells([*by[key]]), [nodes.plain(*label_links(material, labels))]] for key, labels in cited.items()]
    return _part(_("Analyses"), [_("Analysis"), _("What it answers"), _("Cited as")], rows)


def planned(material: Material) -> Blocks:
    """From whom, how and where an answer was sought to each question."""
    head = [_("Question"), _("Perspective"), _("Method"), _("Level"), _("Place"), _("Planned")]
    rows = [_planned(one) for one in material.account.planned]
    return _part(_("Evaluation matrix"), head, rows)


def _planned(one: PlannedEntry) -> list[list[Node]]:
    count = _("not known yet") if one.planned is None else str(one.planned)
    return cells([one.question, one.perspective, one.method, one.level, one.place, count])


def phases(material: Material) -> Blocks:
    """The planning."""
    head = [_("Phase"), _("Kind"), pgettext("planning", "From"), pgettext("planning", "To"), _("Weeks")]
    rows = [_phase(one) for one in material.account.phases]
    title, *planned = _part(_("Planning"), head, rows)
    runs = [nodes.para(*nodes.text(_runs(one))) for one in material.account.period]
    return [title, *runs, *(planned if rows or not runs else [])]


def _runs(one: PeriodEntry) -> str:
    """When the evaluation itself runs: what is planned may go on after its end, as a follow-up does."""
    dates = {"starts": day(one.starts), "ends": day(one.ends)}
    if one.ends is None:
        return _("Start of the evaluation: %(starts)s.") % dates
    if one.starts is None:
        return _("End of the evaluation: %(ends)s.") % dates
    return _("The evaluation runs from %(starts)s to %(ends)s.") % dates


def _phase(one: PhaseEntry) -> list[list[Node]]:
    return cells([one.name, one.kind, short_day(one.starts), short_day(one.ends), str(one.weeks or "")])


def framework(material: Material) -> Blocks:
    """Against what is judged."""
    head = [_("Question"), _("Criterion"), _("Source"), _("Good when"), _("Insufficient when")]
    rows = [
        cells([one.question, one.name, one.source, one.good, one.insufficient]) for one in material.account.criteria
    ]
    return _part(_("Assessment framework"), head, rows)


def statements(material: Material) -> Blocks:
    """The account of the method, in the order of the standards; what nobody wrote is not hidden."""
    written = {one.key: one.text for one in material.account.statements}
    blocks = [titled(_("Account of the method"), "verantwoording")]
    for key in StatementKey:
        if key in written:
            blocks += [nodes.heading(3, nodes.text(capfirst(str(key.label)))), *nodes.paragraphs(written[key])]
    missing = [str(key.label) for key in StatementKey if key not in written]
    if missing:
        blocks += nodes.paragraphs(_("Not recorded: %(what)s.") % {"what": "; ".join(missing)})
    return blocks


def agreements(material: Material, only: Collection[str] | None = None) -> Blocks:
    """What was agreed, and whether it was kept; `only` those with these labels."""
    head = [_("No."), _("Agreement"), _("Between whom"), _("Where it stands"), _("Judgement")]
    rows = [_agreement(one) for one in material.account.agreements if only is None or one.label in only]
    return _annex(_("Agreements"), "afspraken", "", head, rows)


def _agreement(one: AgreementEntry) -> list[list[Node]]:
    judgement = ". ".join(filter(None, (one.judgement, one.reason)))
    return [[nodes.plain(_label(one.label))], *cells([one.text, one.parties, one.article, judgement])]


def _label(label: str) -> Node:
    """Where a reference to it leads."""
    return nodes.span(nodes.text(label), identifier=anchor(label))


def events(material: Material, only: Collection[str] | None = None) -> Blocks:
    """What happened on the way, in order of time; `only` those with these labels."""
    head = [_("Date"), _("Kind"), _("What happened")]
    shown = (one for one in material.account.events if only is None or one.label in only)
    rows = [[*cells([short_day(one.date), one.kind]), _event(one)] for one in shown]
    return _annex(_("Logbook"), "logboek", "", head, rows)


def _event(one: EventEntry) -> list[Node]:
    first = nodes.strong(_label(one.label), *nodes.text(f" {one.title}"))
    return [nodes.para(first), *nodes.paragraphs(one.text)]


def waived(material: Material) -> Blocks:
    """Rules of the checker that the team put aside, each with its reason; what was put aside alike stands together."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in material.account.waived:
        alike.setdefault((f"{one.rule} {one.title}", one.reason, short_day(one.on)), []).append(one.object)
    head = [_("Rule"), _("Object"), _("Reason"), _("Date")]
    rows = [cells([rule, ", ".join(objects), reason, on]) for (rule, reason, on), objects in alike.items()]
    return _annex(_("Rules put aside"), "regels", "", head, rows)


def _annex(title: str, name: str, told: str, head: list[str], rows: Sequence[list[list[Node]]]) -> Blocks:
    return [titled(title, name), explained(told, listing(title, head, rows) if rows else _none())]


def _part(title: str, head: list[str], rows: Sequence[list[list[Node]]]) -> Blocks:
    return [nodes.heading(3, nodes.text(title)), listing(title, head, rows) if rows else _none()]


def _none() -> Node:
    return nodes.para(*nodes.text(_("Nothing has been recorded.")))
