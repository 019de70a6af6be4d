"""Annexes on figures: the results that findings rest on or the text names, and the datasets under them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sluitend.apps.findings.models import Stance
from sluitend.apps.reporting.building.results import cautions, computed_on, counted, data, not_outside, tables
from sluitend.apps.reporting.building.tables import cells, explained, listing, short_day, titled
from sluitend.apps.reporting.building.words import anchor, label_link
from sluitend.apps.reporting.material import Material
from sluitend.apps.reporting.outcomes import DatasetEntry, ResultEntry, ResultUse, VersionEntry
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

Blocks = list[Node]
_PART = 16  # characters of a hash after which a line may be broken


def results(material: Material) -> Blocks:
    """Every result with what was asked, of which data, and with which version of the method."""
    heading = titled(_("Results of analyses"), "uitkomsten")
    if not material.results:
        return [heading, nodes.para(*nodes.text(_("No analysis is cited.")))]
    told = _(
        "What was computed, and of which data. Whoever has the same data and the same version of the method gets the "
        "same result: the hashes (SHA-256) tell whether they are the same."
    )
    protections = dict.fromkeys(one.content.protection for one in material.results if one.content)
    intro = [node for words in (told, *filter(None, protections)) for node in nodes.paragraphs(words)]
    return [heading, *intro, *(block for one in material.results for block in _result(material, one))]


def _result(material: Material, one: ResultEntry) -> Blocks:
    """Under its own heading, to which its label leads."""
    title = nodes.heading(3, nodes.text(f"{one.label} {one.title}"), anchor(one.label))
    rows = [[*cells([name]), [nodes.plain(*nodes.text(told))]] for name, told in _facts(one)]
    rows.insert(0, [*cells([_("Data")]), [nodes.plain(*data(material, one))]])
    first = nodes.paragraphs(one.content.sentences[0]) if one.content and one.content.sentences else []
    head = [_("What"), _("Result %(label)s") % {"label": one.label}]
    made = listing(_("How %(label)s was computed") % {"label": one.label}, head, rows)
    return [title, *first, made, *(tables(one.content) if one.content else ())]


def _facts(one: ResultEntry) -> list[tuple[str, str]]:
    """What there is to tell; of what was destroyed the hashes and the dates."""
    facts = [(_("Question"), one.question), *((name, told) for name, told in one.parameters)]
    size = _("Number of respondents") if one.content and one.content.of_people else _("Number of cases")
    facts.append((size, counted(one.content) if one.content else _state(one)))
    facts += [(_("Computed on"), computed_on(one)), (_("To be known"), "\n".join(cautions(one)))]
    facts += [(_("Hash of the data"), spaced(one.data_hash)), (_("Version of the method"), spaced(one.code_version))]
    return [(name, told) for name, told in facts if told]


def _state(one: ResultEntry) -> str:
    if not one.is_destroyed:
        return not_outside()
    return _("destroyed with its data") if one.dataset else _("destroyed with words that it counted")


def spaced(value: str) -> str:
    """A hash in pieces, which a narrow column can break."""
    return " ".join(value[start : start + _PART] for start in range(0, len(value), _PART))


def datasets(material: Material) -> Blocks:
    """Every dataset with its origin, by what right it is used, how long it is kept, and its deliveries."""
    heading = titled(_("Datasets"), "datasets")
    if not material.datasets:
        return [heading, nodes.para(*nodes.text(_("No dataset is cited.")))]
    head = [_("No."), _("Dataset"), _("Origin"), _("By what right"), _("Kept until"), _("Deliveries")]
    rows = [_dataset(one) for one in material.datasets]
    told = _("The data are pseudonymised: whom they are about cannot be read from them here.")
    return [heading, explained(told, listing(_("Datasets of this evaluation"), head, rows))]


def _dataset(one: DatasetEntry) -> list[Blocks]:
    label = nodes.span(nodes.text(one.label), identifier=anchor(one.label))
    told = cells([f"{one.title} ({one.kind})", one.origin, one.licence, short_day(one.retain_until)])
    return [[nodes.plain(label)], *told, [nodes.para(*nodes.text(_version(version))) for version in one.versions]]


def _version(one: VersionEntry) -> str:
    told = _("%(number)s: accepted on %(day)s") % {"number": one.number, "day": short_day(one.accepted_on)}
    size = _("%(cases)s cases") % {"cases": one.cases} if one.cases else ""
    proof = _("hash %(hash)s") % {"hash": one.data_hash[:_PART]} if one.data_hash else ""
    return ", ".join(filter(None, (told, size, proof, _("destroyed") if one.is_destroyed else "")))


def evidence(material: Material, use: ResultUse) -> Blocks:
    """A result among the evidence of a finding: label, stance, what it says first, and over how many."""
    found = next((one for one in material.results if one.number == use.number), None)
    words = [nodes.strong(label_link(material, use.label)), *nodes.text(f" ({Stance(use.stance).label}) ")]
    words += nodes.text(_told(found))
    if use.sample:
        words += [{"t": "LineBreak"}, *nodes.text(_("Checked with practice: %(told)s") % {"told": use.sample})]
    if found is not None:
        words += [{"t": "LineBreak"}, *data(material, found)]
    return [nodes.plain(*words)]


def _told(found: ResultEntry | None) -> str:
    """The first sentence with its number of cases."""
    if found is None or found.content is None:
        return f"{found.title} ({_state(found)})" if found else _("destroyed with its data")
    first = found.content.sentences[0] if found.content.sentences else ""
    parts = filter(None, (found.title.rstrip(".") + ".", first, counted(found.content)))
    stale = f" ({_('out of date')})" if found.is_stale else ""
    return " ".join(parts) + stale
