"""Figures of agreement as a file to take along: for the team, with every denominator."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from sluitend.apps.coding.agreement.figures import ALPHA, ORDER, Figures, Overview
from sluitend.apps.coding.agreement.ratings import Code, Sample
from sluitend.apps.coding.agreement.units import UnitKind
from sluitend.apps.coding.agreement_caveats import caveats
from sluitend.apps.coding.agreement_words import (
    EXPLAINED,
    LABELS,
    UNIT_NAMES,
    WHY,
    no_interval,
    sentences,
)
from sluitend.apps.coding.queries.agreement import Compared, changed_since
from sluitend.engines.agreement.unitizing import COEFFICIENT as ALPHA_U
from sluitend.formats.spreadsheet import Sheet, Value, csv_of, xlsx_of

Row = list[Value]


class Line(NamedTuple):
    """What a row is about, its figures, and the texts, coders and codes that these are of."""

    labels: list[str]
    figures: Figures
    sample: Sample
    codes: Collection[Code]


def xlsx(compared: Compared, found: Overview) -> bytes:
    """A sheet each for all together, codes, texts, pairs, and what the figures mean."""
    note = _note(compared)
    whole = [Line([_("All codes")], found.whole, found.sample, found.used)]
    file = _File(compared, found)
    sheets = [
        file.sheet(_("All together"), [_("What")], whole, note),
        file.sheet(_("Per code"), [_("Code")], _codes(compared, found), note),
        file.sheet(_("Per text"), [_("Text"), _("Title")], _texts(compared, found), note),
        file.sheet(_("Per pair"), [_("Coder"), _("Coder")], _pairs(compared, found), note),
        Sheet(_("Meaning of the figures"), [_("Figure"), _("Meaning")], _meaning(file.told), note),
    ]
    return xlsx_of(sheets)


def csv(compared: Compared, found: Overview) -> bytes:
    """The codes."""
    sheet = _File(compared, found).sheet("", [_("Code")], _codes(compared, found), "")
    return csv_of(sheet.headings, sheet.rows)


def _note(compared: Compared) -> str:
    said = {"round": compared.round.number, "unit": UNIT_NAMES[compared.kind]}
    return _("Agreement between coders in round %(round)s, counted in %(unit)s. For the team.") % said


def _codes(compared: Compared, found: Overview) -> list[Line]:
    return [Line([compared.codes[code]], figures, found.sample, [code]) for code, figures in found.codes.items()]


def _texts(compared: Compared, found: Overview) -> list[Line]:
    names = {one.version.pk: [f"S{one.number}", one.title] for one in compared.present}
    samples = {key: found.sample.only(texts=[key]) for key in found.texts}
    return [Line(names[key], figures, samples[key], found.used) for key, figures in found.texts.items()]


def _pairs(compared: Compared, found: Overview) -> list[Line]:
    people = compared.people
    return [
        Line([people[pair[0]], people[pair[1]]], figures, found.sample.only(coders=pair), found.used)
        for pair, figures in found.pairs.items()
    ]


class _File:
    """The rows of one round. Each says by itself in what it was counted, of how much, of whom, and what to mind: a row
    is often all that is taken over into another document.
    """

    def __init__(self, compared: Compared, found: Overview) -> None:
        self._compared = compared
        self.told = sentences(found.sample, compared.kind, found.whole, len(found.used))
        self.told += caveats(compared, changed_since(compared), list(found.codes))

    def sheet(self, name: str, first: Sequence[str], lines: Iterable[Line], note: str) -> Sheet:
        return Sheet(name, [*first, *_headings()], [self._row(line) for line in lines], note)

    def _row(self, line: Line) -> Row:
        row: Row = [*line.labels, line.figures.judged, line.figures.given]
        for key in ORDER:
            row += _numbers(line.figures.estimates, key)
        why = line.figures.why or line.figures.why_of(ALPHA_U)
        reasons = [str(WHY[why]) if why else "", no_interval(ALPHA, line.figures), no_interval(ALPHA_U, line.figures)]
        return [*row, *reasons, *self._of_what(line), " ".join(self.told)]

    def _of_what(self, line: Line) -> Row:
        sample, unitized = line.sample, line.figures.estimates[ALPHA_U]
        who = {coder for one in sample.compared for coder in one.coders} & set(sample.coders)
        return [
            str(UNIT_NAMES[self._compared.kind]),
            sample.units,
            len(sample.compared),
            ", ".join(name for coder, name in self._compared.people.items() if coder in who),
            str(UNIT_NAMES[UnitKind.CHARACTER]),
            unitized.units,
            line.figures.texts,
            f"R{self._compared.round.number}",
            self._compared.round.title,
            self._compared.from_suggestions(line.sample, line.codes),
        ]


def _headings() -> list[str]:
    found = [_("Judgements"), _("Of which given by somebody")]
    for key in ORDER:
        found += [str(LABELS[key]), _("%(figure)s: from") % {"figure": LABELS[key]}]
        found.append(_("%(figure)s: to") % {"figure": LABELS[key]})
    found += [_("Cannot be computed because"), _("No interval because"), _("Alpha-U: no interval because")]
    found += [_("Unit"), _("Number of units"), _("Number of texts"), _("Coders")]
    found += [_("Alpha-U: unit"), _("Alpha-U: number of units"), _("Alpha-U: number of texts")]
    found += [_("Round"), _("Title of the round"), _("Codes from a suggestion")]
    return [*found, _("Notes and caveats")]


def _numbers(estimates: Mapping[str, object], key: str) -> Row:
    """A share of 1 for the percentage too, so that nobody multiplies twice."""
    found = estimates.get(key)
    interval = getattr(found, "interval", None)
    return [getattr(found, "value", None), interval and interval.low, interval and interval.high]


def _meaning(told: Iterable[str]) -> list[Row]:
    said: list[Row] = [["", one] for one in told]
    for key in ORDER:
        said.append([str(LABELS[key]), str(EXPLAINED[key])])
    return said
