"""What figures of agreement are called and say, in plain words; no marks such as "good" or "poor"."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sluitend.apps.coding.agreement.figures import ALPHA, ORDER, Figures, NoInterval, Why
from sluitend.apps.coding.agreement.ratings import Sample
from sluitend.apps.coding.agreement.units import UnitKind
from sluitend.engines.agreement import Estimate
from sluitend.engines.agreement.unitizing import COEFFICIENT as ALPHA_U

Words = str | Promise

UNIT_NAMES: dict[UnitKind, Words] = {
    UnitKind.CHARACTER: gettext_lazy("characters"),
    UnitKind.SENTENCE: gettext_lazy("sentences"),
    UnitKind.PARAGRAPH: gettext_lazy("paragraphs"),
    UnitKind.TURN: gettext_lazy("turns of speakers"),
}
LABELS: dict[str, Words] = {
    "percent_agreement": gettext_lazy("Percentage agreed"),
    "krippendorff_alpha_nominal": gettext_lazy("Krippendorff’s alpha"),
    "cohen_kappa": gettext_lazy("Cohen’s kappa"),
    "conger_kappa": gettext_lazy("Conger’s kappa"),
    "fleiss_kappa": gettext_lazy("Fleiss’ kappa"),
    "gwet_ac1": gettext_lazy("Gwet’s AC1"),
    "brennan_prediger": gettext_lazy("Brennan–Prediger"),
    "krippendorff_alpha_u_2004": gettext_lazy("Alpha-U for passages (Krippendorff 2004)"),
}
EXPLAINED: dict[str, Words] = {
    "percent_agreement": gettext_lazy(
        "How often two coders who judged the same unit said the same. Chance counts too: a code that is rarely given "
        "scores high by itself."
    ),
    "krippendorff_alpha_nominal": gettext_lazy(
        "1 is always agreed, 0 is as often as by chance, below 0 is less often. Takes any number of coders, also when "
        "not everybody coded everything."
    ),
    "cohen_kappa": gettext_lazy(
        "For two coders. Chance follows from how often each of them gives the code; 1 and 0 mean the same as for alpha."
    ),
    "conger_kappa": gettext_lazy(
        "Cohen’s kappa for more than two coders: chance follows from how often each of them gives the code, for every "
        "pair of them."
    ),
    "fleiss_kappa": gettext_lazy("Chance follows from how often all coders together give the code."),
    "gwet_ac1": gettext_lazy(
        "Counts less chance for a code that is given rarely or nearly always, so it is higher there."
    ),
    "brennan_prediger": gettext_lazy("Chance is always one half: yes or no."),
    "krippendorff_alpha_u_2004": gettext_lazy(
        "Whether coders point out the same passages, character by character, whatever unit was chosen. For the "
        "interval whole texts are drawn, from five texts on that all of them finished."
    ),
}
WHY: dict[Why, Words] = {
    Why.NO_UNITS: gettext_lazy("these texts have no units of this kind"),
    Why.ONE_CODER: gettext_lazy("no text was finished by two coders"),
    Why.NEVER_GIVEN: gettext_lazy("nobody gave this code, so there was nothing to differ about"),
    Why.ALWAYS_GIVEN: gettext_lazy("everybody gave this code everywhere, so there was nothing to differ about"),
    Why.NO_COMMON_TEXT: gettext_lazy("there is no text that all coders finished"),
}


def units(kind: UnitKind, count: int) -> str:
    """“412 sentences”."""
    words = {
        UnitKind.CHARACTER: ngettext("%(count)s character", "%(count)s characters", count),
        UnitKind.SENTENCE: ngettext("%(count)s sentence", "%(count)s sentences", count),
        UnitKind.PARAGRAPH: ngettext("%(count)s paragraph", "%(count)s paragraphs", count),
        UnitKind.TURN: ngettext("%(count)s turn", "%(count)s turns", count),
    }[kind]
    return words % {"count": whole(count)}


def whole(count: int) -> str:
    return str(number_format(count, 0, use_l10n=True, force_grouping=True))


@dataclass(frozen=True, slots=True)
class Told:
    """A figure on screen: its number, or why there is none, and its interval."""

    key: str
    label: Words
    value: str  # empty where there is none
    why: Words
    interval: str
    no_interval: str  # why there is a number without an interval
    explained: Words


def told(key: str, figures: Figures) -> Told:
    estimate, why = figures.estimates[key], figures.why_of(key)
    value = "" if estimate.value is None else number(key, estimate.value)
    reason = "" if value else WHY[why] if why else _("there is too little to compute it from")
    return Told(key, LABELS[key], value, reason, _interval(key, estimate), no_interval(key, figures), EXPLAINED[key])


def told_of(figures: Figures) -> list[Told]:
    """All of them, in a fixed order."""
    return [told(key, figures) for key in ORDER if key in figures.estimates]


def number(key: str, value: float) -> str:
    """A percentage, or a coefficient in two decimals; what rounds to nought has no minus, and nearly 1 is not 1."""
    if key == "percent_agreement":
        return f"{number_format(_rounded(100 * value, 1, 100), 1)}%"
    return str(number_format(_rounded(value, 2, 1) + 0.0, 2)).replace("-", "−")


def _rounded(value: float, digits: int, whole: int) -> float:
    """`number_format` cuts off what it does not show."""
    return round(value, digits) if value >= whole else min(round(value, digits), whole - 10**-digits)


def _interval(key: str, estimate: Estimate) -> str:
    found = estimate.interval
    if found is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": number(key, found.low), "high": number(key, found.high)}


def no_interval(key: str, figures: Figures) -> str:
    """Why a number has no interval; empty where it has one, or where there is nothing to draw from."""
    why = figures.no_interval_of(key)
    if why is NoInterval.FEW_TEXTS:
        return _("interval cannot be computed: too few texts (%(count)s, from 5 on)") % {"count": whole(figures.texts)}
    if why is NoInterval.FEW:
        return _("given too few times for an interval: %(count)s") % {"count": whole(figures.given)}
    return _("no interval: every draw gives the same") if why is NoInterval.SAME else ""


def sentences(sample: Sample, kind: UnitKind, figures: Figures, codes: int) -> list[str]:
    """What was compared: the denominators, and what intervals were drawn from."""
    compared = ngettext(
        "%(count)s text was finished by two coders or more; together %(units)s.",
        "%(count)s texts were finished by two coders or more; together %(units)s.",
        len(sample.compared),
    ) % {"count": len(sample.compared), "units": units(kind, sample.units)}
    judged = ngettext(
        "With %(count)s code that is %(judged)s judgements: does the code hold of this unit or not?",
        "With the %(count)s codes that somebody gave that is %(judged)s judgements: does the code hold of this unit or "
        "not?",
        codes,
    ) % {"count": codes, "judged": whole(figures.judged)}
    given = ngettext(
        "In %(count)s of them at least one coder gave the code.",
        "In %(count)s of them at least one coder gave the code.",
        figures.given,
    ) % {"count": whole(figures.given)}
    return [compared, f"{judged} {given}", *_drawn(sample, figures), *_texts_drawn(figures)]


def of_suggestions(count: int) -> str:
    """Beside a figure; empty where none came from a suggestion."""
    words = ngettext("of which %(count)s from a suggestion", "of which %(count)s from suggestions", count)
    return words % {"count": whole(count)} if count else ""


def _drawn(sample: Sample, figures: Figures) -> list[str]:
    found = next((one.interval for key, one in figures.estimates.items() if one.interval and key != ALPHA_U), None)
    if found is None and figures.no_interval_of(ALPHA):
        return []  # the summary says so
    if found is None:
        return (
            [_("There is too little to draw from to say between which numbers the figures lie.")]
            if sample.units
            else []
        )
    counts = {"draws": whole(found.draws), "clusters": whole(sample.clusters)}
    if sample.draws_texts:
        return [
            _(
                "Between which numbers: as many whole texts were drawn from these %(clusters)s by chance, %(draws)s "
                "times; in 95 of 100 of those the figure lies there."
            )
            % counts
        ]
    return [
        _(
            "Between which numbers: as many paragraphs were drawn from these %(clusters)s by chance, %(draws)s "
            "times; in 95 of 100 of those the figure lies there. There are fewer than five texts to draw from, so it "
            "is a little too narrow."
        )
        % counts
    ]


def _texts_drawn(figures: Figures) -> list[str]:
    """What the interval of alpha-U was drawn from: it differs from the others where not everybody coded everything."""
    found = figures.estimates[ALPHA_U].interval
    if found is None:
        return []
    words = _(
        "Alpha-U: as many whole texts were drawn from the %(texts)s that all coders finished, %(draws)s times, and "
        "laid end to end each time."
    )
    return [words % {"texts": whole(figures.texts), "draws": whole(found.draws)}]


def summary(figures: Figures, of: str) -> str:
    """One sentence: what, how much, of how many, and between what."""
    alpha, percent = figures.estimates[ALPHA], figures.estimates["percent_agreement"]
    if alpha.value is None or percent.value is None:
        why = figures.why_of(ALPHA)
        return _("Agreement cannot be computed: %(why)s.") % {"why": WHY[why] if why else "–"}
    said = {
        "percent": number("percent_agreement", percent.value),
        "judged": whole(figures.judged),
        "alpha": number(alpha.coefficient, alpha.value),
        "interval": _interval(alpha.coefficient, alpha),
        "why": no_interval(alpha.coefficient, figures),
        "of": of,
    }
    if said["why"]:
        return (
            _(
                "%(of)s: agreed in %(percent)s of %(judged)s judgements; corrected for chance alpha is %(alpha)s "
                "(%(why)s)."
            )
            % said
        )
    if not said["interval"]:
        return (
            _("%(of)s: agreed in %(percent)s of %(judged)s judgements; corrected for chance alpha is %(alpha)s.") % said
        )
    return (
        _(
            "%(of)s: agreed in %(percent)s of %(judged)s judgements; corrected for chance alpha is %(alpha)s (between "
            "%(interval)s)."
        )
        % said
    )
