"""Figures in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sluitend.apps.findings.queries import Support
from sluitend.web.registry import Text

COMPONENT_WORDS: dict[str, Text] = {
    "methodological_limits": gettext_lazy("How the evidence was gathered"),
    "coherence": gettext_lazy("Whether it points one way"),
    "adequacy": gettext_lazy("Whether there is enough of it"),
    "relevance": gettext_lazy("Whether it is about this question"),
}


def support_in_words(support: Support) -> str:
    """For instance "3 ondersteunen, 1 spreekt tegen, uit 2 bronnen"."""
    parts = [words for _stance, words in stances_in_words(support)]
    return ", ".join([*parts, sources_in_words(support)]) if parts else _("no evidence yet")


def stances_in_words(support: Support) -> Iterator[tuple[str, str]]:
    """Each stance that some fragment takes, with how many do."""
    counted = (
        ("supports", support.supporting, ngettext("%(n)s supports", "%(n)s support", support.supporting)),
        (
            "contradicts",
            support.contradicting,
            ngettext("%(n)s contradicts", "%(n)s contradict", support.contradicting),
        ),
        ("nuances", support.nuancing, ngettext("%(n)s nuances", "%(n)s nuance", support.nuancing)),
    )
    return ((stance, words % {"n": count}) for stance, count, words in counted if count)


def sources_in_words(support: Support) -> str:
    """From how many sources and datasets all of it comes: "uit 2 bronnen en 1 dataset"."""
    if not support.sources and not support.datasets:
        return _("from coded texts")
    sources = ngettext("from %(n)s source", "from %(n)s sources", support.sources) % {"n": support.sources}
    datasets = ngettext("from %(n)s dataset", "from %(n)s datasets", support.datasets) % {"n": support.datasets}
    if not support.datasets:
        return sources
    return (
        _("%(sources)s and %(datasets)s") % {"sources": sources, "datasets": datasets} if support.sources else datasets
    )


def registered(support: Support) -> str:
    """Results beside the voices: "2 uitkomsten uit 1 dataset"."""
    n = sum(support.results.values())
    results = ngettext("%(n)s result", "%(n)s results", n) % {"n": n}
    datasets = ngettext("from %(n)s dataset", "from %(n)s datasets", support.datasets) % {"n": support.datasets}
    return f"{results} {datasets}"


def weakness(support: Support, reason: str | bool = "") -> tuple[str, str] | None:
    """What is weak, with the kind of mark; a single voice is enough where a reason is given (DAC 3.9)."""
    if not support.fragments and not support.results:
        return _("no evidence yet"), "danger"
    if support.is_only_counted:
        return _("only counted: link the passages"), "warning"
    if not support.grounds:
        is_asked = support.supporting or support.nuancing
        return (_("only the interviewer says it") if is_asked else _("only contradicted")), "danger"
    if support.independent > 1:
        return None
    if reason:
        return _("one source, with a reason"), "neutral"
    return _single(support), "warning"


def _single(support: Support) -> str:
    if support.registers:
        return _("one dataset")
    return _("one source") if support.in_favour == 1 else _("one organisation")


def staleness(support: Support) -> str:
    """That words or results on which it rested are gone; empty when none are."""
    counted = (
        (support.withdrawn, ngettext("%(n)s passage withdrawn", "%(n)s passages withdrawn", support.withdrawn)),
        (support.destroyed, ngettext("%(n)s result destroyed", "%(n)s results destroyed", support.destroyed)),
    )
    return ", ".join(words % {"n": n} for n, words in counted if n)


def outdated(support: Support) -> str:
    """That results on which it rests were computed from other data, or in another way, than now; empty otherwise."""
    stale = support.stale
    return ngettext("%(n)s result out of date", "%(n)s results out of date", stale) % {"n": stale} if stale else ""
