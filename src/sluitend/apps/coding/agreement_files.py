"""Figures of agreement as a file to take along: for the team, with every denominator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from sluitend.apps.coding.agreement.figures import ALPHA, ORDER, Figures, Overview
from sluitend.apps.coding.agreement_words import (
    EXPLAINED,
    LABELS,
    UNIT_NAMES,
    WHY,
    caveats,
    no_interval,
    sentences,
)
from sluitend.apps.coding.queries.agreement import Compared, changed_since
from sluitend.engines.agreement.unitizing import COEFFICIENT as ALPHA_U
from sluitend.formats.spreadsheet import Sheet, Value, csv_of, xlsx_of

Row = list[Value]


def xlsx(compared: Compared, found: Overview) -> bytes:
    """A sheet each for all together, codes, texts, pairs, and what the figures mean."""
    note = _note(compared)
    sheets = [
        _sheet(_("All together"), [_("What")], [([_("All codes")], found.whole)], note),
        _sheet(_("Per code"), [_("Code")], _codes(compared, found), note),
        _sheet(_("Per text"), [_("Text"), _("Title")], _texts(compared, found), note),
        _sheet(_("Per pair"), [_("Coder"), _("Coder")], _pairs(compared, found), note),
        Sheet(_("Meaning of the figures"), [_("Figure"), _("Meaning")], _meaning(compared, found), note),
    ]
    return xlsx_of(sheets)


def csv(compared: Compared, found: Overview) -> bytes:
    """The codes."""
    sheet = _sheet("", [_("Code")], _codes(compared, found), "")
    return csv_of(sheet.headings, sheet.rows)


def _note(compared: Compared) -> str:
    said = {"round": compared.round.number, "unit": UNIT_NAMES[compared.kind]}
    return _("Agreement between coders in round %(round)s, counted in %(unit)s. For the team.") % said


def _codes(compared: Compared, found: Overview) -> list[tuple[list[str], Figures]]:
    return [([compared.codes[code]], figures) for code, figures in found.codes.items()]


def _texts(compared: Compared, found: Overview) -> list[tuple[list[str], Figures]]:
    names = {one.version.pk: [f"S{one.number}", one.title] for one in compared.present}
    return [(names[key], figures) for key, figures in found.texts.items()]


def _pairs(compared: Compared, found: Overview) -> list[tuple[list[str], Figures]]:
    return [([compared.people[one], compared.people[two]], figures) for (one, two), figures in found.pairs.items()]


def _sheet(name: str, first: Sequence[str], lines: Iterable[tuple[list[str], Figures]], note: str) -> Sheet:
    headings = [*first, _("Judgements"), _("Of which given by somebody")]
    for key in ORDER:
        headings += [str(LABELS[key]), _("%(figure)s: from") % {"figure": LABELS[key]}]
        headings.append(_("%(figure)s: to") % {"figure": LABELS[key]})
    headings += [_("Cannot be computed because"), _("No interval because")]
    return Sheet(name, headings, [_row(labels, figures) for labels, figures in lines], note)


def _row(labels: list[str], figures: Figures) -> Row:
    row: Row = [*labels, figures.judged, figures.given]
    for key in ORDER:
        row += _numbers(figures.estimates, key)
    why = figures.why or figures.why_of(ALPHA_U)
    return [*row, str(WHY[why]) if why else "", no_interval(ALPHA, figures)]


def _numbers(estimates: Mapping[str, object], key: str) -> Row:
    """A share of 1 for the percentage too, so that nobody multiplies twice."""
    found = estimates.get(key)
    interval = getattr(found, "interval", None)
    return [getattr(found, "value", None), interval and interval.low, interval and interval.high]


def _meaning(compared: Compared, found: Overview) -> list[Row]:
    told = sentences(found.sample, compared.kind, found.whole, len(found.used))
    told += caveats(compared, changed_since(compared))
    said: list[Row] = [["", one] for one in told]
    for key in ORDER:
        said.append([str(LABELS[key]), str(EXPLAINED[key])])
    return said
