"""Figures that count: confidence, agreements, sources and respondents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sluitend.apps.findings.models import Confidence, Kept
from sluitend.apps.findings.queries import FEWEST
from sluitend.apps.reporting.building.content import Content
from sluitend.apps.reporting.building.tables import cells
from sluitend.apps.reporting.building.words import label_links
from sluitend.apps.reporting.material import Audience, Material
from sluitend.apps.sources.models import SourceKind
from sluitend.formats.report import nodes
from sluitend.formats.report.charts import Bar, bars

Group = tuple[str, Sequence[str]]  # a name, and the labels of what belongs to it


def confidence(material: Material, about: str) -> Content:
    """How many findings are how sure; `about` a question, or all there are."""
    shown = material.findings_of(about) if about else list(material.findings)
    by = {state: [one.label for one in shown if one.confidence == state] for state in (*Confidence.values, "")}
    names: dict[str, str] = {state.value: str(state.label) for state in Confidence}
    groups = [(names.get(state, _("not judged yet")), labels) for state, labels in by.items() if labels or state]
    told = ngettext(
        "n = %(n)s finding. The confidence says how sure one may be that a finding shows how it is.",
        "n = %(n)s findings. The confidence says how sure one may be that a finding shows how it is.",
        len(shown),
    )
    return _labels(material, _("Confidence"), groups if shown else [], told % {"n": len(shown)})


def agreements(material: Material, _about: str) -> Content:
    """How many agreements were kept."""
    known = material.account.agreements
    by = {state: [one.label for one in known if one.state == state] for state in (*Kept.values, "")}
    names: dict[str, str] = {state.value: str(state.label) for state in Kept}
    groups = [(names.get(state, _("not judged yet")), labels) for state, labels in by.items() if labels or state]
    told = ngettext(
        "n = %(n)s agreement, judged on what was seen of it.",
        "n = %(n)s agreements, each judged on what was seen of it.",
        len(known),
    )
    return _labels(material, _("Judgement"), groups if known else [], told % {"n": len(known)})


def sources(material: Material, _about: str) -> Content:
    """How many sources there are of each kind."""
    known = material.standing_sources
    found = Counter(one.kind for one in known)
    counts = {str(SourceKind(kind).label): found[kind] for kind in SourceKind.values if found[kind]}
    told = ngettext(
        "n = %(n)s source. A source counts once, however long it is and however many people speak in it.",
        "n = %(n)s sources. A source counts once, however long it is and however many people speak in it.",
        len(known),
    )
    return _counted(_("Kind"), counts, told % {"n": len(known)})


def respondents(material: Material, _about: str) -> Content:
    """How many people of each perspective were heard; outside the team no group of fewer than three."""
    found = Counter(one.perspective for one in material.account.respondents)
    is_open = material.audience is Audience.TEAM
    counts = _named(found, _("not stated")) if is_open else _named(_pooled(found), _("other or not stated"))
    total = sum(found.values())
    if not is_open and total < FEWEST:
        return replace(_counted(_("Perspective"), {}, ""), few=total > 0)
    told = ngettext(
        "n = %(n)s person. Everybody counts once, however often somebody was heard.",
        "n = %(n)s people. Everybody counts once, however often somebody was heard.",
        total,
    )
    more = "" if is_open else " " + _("Perspectives of fewer than three people are taken together.")
    return _counted(_("Perspective"), counts, told % {"n": total} + more)


def _named(found: Mapping[str, int], unnamed: str) -> dict[str, int]:
    """Largest first, and last what has no name."""
    order = sorted(found, key=lambda name: (not name, -found[name], name))
    return {name or unnamed: found[name] for name in order}


def _pooled(found: Counter[str]) -> Counter[str]:
    """What has no name, with further groups from the smallest on until there are three people in it: no sum tells."""
    named = {name: count for name, count in found.items() if name}
    rest = [name for name, count in named.items() if count < FEWEST]
    pool = found[""] + sum(named.pop(name) for name in rest)
    while 0 < pool < FEWEST and named:
        pool += named.pop(min(named, key=lambda name: (named[name], name)))
    return Counter(named | ({"": pool} if pool else {}))


def _labels(material: Material, first: str, groups: Sequence[Group], told: str) -> Content:
    """Groups of objects, with their labels."""
    rows = [
        [*cells([capfirst(name), str(len(labels))]), [nodes.plain(*(label_links(material, labels) or nodes.text("–")))]]
        for name, labels in groups
    ]
    counts = {capfirst(name): len(labels) for name, labels in groups}
    head = [first, pgettext("figure", "Number"), _("Which")]
    return Content(head, rows, [0.3, 0.14, 0.56], told, _bars(counts), _in_words(counts))


def _counted(first: str, counts: Mapping[str, int], told: str) -> Content:
    named = {capfirst(name): count for name, count in counts.items()}
    rows = [cells([name, str(count)]) for name, count in named.items()]
    return Content([first, pgettext("figure", "Number")], rows, [0.7, 0.3], told, _bars(named), _in_words(named))


def _bars(counts: Mapping[str, int]) -> list[str]:
    return bars([Bar(name, count, str(count)) for name, count in counts.items()])


def _in_words(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{name}: {count}" for name, count in counts.items()) + "."
