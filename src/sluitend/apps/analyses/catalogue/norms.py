"""Whether a norm was kept, case by case, and where there is no saying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, choice, day, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.engines.chain import STARTING_NORMS, Judged, Norm, TermUnit, Verdict
from sluitend.engines.chain import Kind as Binding
from sluitend.engines.chain.norms import Verdicts
from sluitend.errors import InputError

_NORMS = {one.key: one for one in STARTING_NORMS}
_UNITS = {TermUnit.WORKING_DAYS: "werkdagen", TermUnit.DAYS: "kalenderdagen", TermUnit.WEEKS: "weken"}
_BINDING = {Binding.LAW: "wettelijke norm", Binding.AGREEMENT: "afspraak", Binding.GUIDELINE: "richtlijn"}
_VERDICTS = {
    Verdict.MET: "gehaald",
    Verdict.NOT_MET: "niet gehaald",
    Verdict.RUNNING: "loopt nog",
    Verdict.NO_TRIGGER: "geen oordeel: begin ontbreekt",
    Verdict.ANSWERED_BEFORE: "geen oordeel: antwoord alleen ervoor",
    Verdict.BROKEN_OFF: "geen oordeel: afgebroken",
    Verdict.NOT_IN_FORCE: "geen oordeel: norm gold niet",
    Verdict.NOT_RECORDED: "geen oordeel: niet vastgelegd",
}
_SAID = (Verdict.MET, Verdict.NOT_MET, Verdict.RUNNING)
_TOLD = 6  # cohorts that get a sentence each


class NormParameters(Parameters):
    """Which norm, what stands for it in these data, and how cases are compared."""

    norm: str = choice(
        "Norm",
        {key: f"{one.title} ({one.term} {_UNITS[one.unit]}, {one.addressee})" for key, one in _NORMS.items()},
        "Bij de uitkomst staat waar de norm staat, en of dat is nagekeken.",
        default=STARTING_NORMS[0].key,
    )
    trigger: tuple[str, ...] = activities("De termijn begint met", "Zonder keuze: zoals de norm het noemt.")
    answer: tuple[str, ...] = activities("Het antwoord is", "Zonder keuze: zoals de norm het noemt.")
    breaks: tuple[str, ...] = activities("Een antwoord heeft geen zin meer na", "Bijvoorbeeld: aanvraag ingetrokken.")
    term: int | None = number("Andere termijn", "In de eenheid van de norm.", most=1000)
    by: str = attribute("Vergelijk per", "Een kenmerk van de casus, zoals de gemeente.")
    split: date | None = day("Vergelijk vóór en vanaf", "De dag waarop iets veranderde, zoals het begin van een pilot.")

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if self.norm not in _NORMS:
            raise InputError("analyses.parameter", where="norm", field="Norm", name="norm")
        if self.by and self.split:
            raise InputError("analyses.by_or_split", where="split")
        return self


def run(inputs: Inputs, params: NormParameters, progress: Progress) -> Result:
    """A verdict for every case, counted for each cohort."""
    norm = _asked(params)
    found = inputs.log.judged(norm, until=inputs.until, by=params.by or None, split=params.split)
    progress(60)
    named = [(words.cohort(one.name, params.by, params.split), one) for one in found.cohorts]
    verdicts = _verdicts(named)
    return Result(
        tables=(_cohorts(named), verdicts, _norm(norm)),
        charts=(_chart(verdicts, named),),
        sentences=tuple(_sentences(norm, named)),
        caveats=tuple(_caveats(found, params)),
        n=sum(one.cases for _name_, one in named),
    )


def _asked(params: NormParameters) -> Norm:
    """The norm of the table, with what was changed for these data."""
    given: dict[str, Any] = {"trigger": params.trigger, "answer": params.answer, "breaks": params.breaks}
    changed = {name: value for name, value in given.items() if value}
    if params.term is not None:
        changed["term"] = int(params.term)
    return replace(_NORMS[params.norm], **changed)


Named = list[tuple[str, Verdicts]]


def _cohorts(named: Named) -> Table:
    columns = [Column("cohort", "groep"), Column("cases", "casussen", Kind.COUNT)]
    columns += [Column(str(verdict), title, Kind.COUNT) for verdict, title in _VERDICTS.items()]
    columns += [Column("share", "deel dat de norm haalt", Kind.SHARE), Column("low", "ondergrens", Kind.SHARE)]
    columns += [Column("high", "bovengrens", Kind.SHARE)]
    rows = [
        (
            name,
            one.cases,
            *(one.counts[verdict] for verdict in _VERDICTS),
            one.share.value,
            one.share.low,
            one.share.high,
        )
        for name, one in named
    ]
    return table("cohorts", "Oordeel per groep", columns, rows, by=("cohort",))


def _verdicts(named: Named) -> Table:
    columns = [Column("cohort", "groep"), Column("verdict", "oordeel"), Column("cases", "casussen", Kind.COUNT)]
    rows = [(name, title, one.counts[verdict]) for name, one in named for verdict, title in _VERDICTS.items()]
    return table("verdicts", "Casussen per oordeel", columns, rows, by=("cohort", "verdict"))


def _norm(norm: Norm) -> Table:
    rows = [
        ("norm", norm.title),
        ("wie", norm.addressee),
        ("termijn", _term(norm)),
        ("begint met", ", ".join(norm.trigger)),
        ("antwoord", ", ".join(norm.answer)),
        ("soort", _BINDING[norm.kind]),
        ("bron", f"{norm.source.title}, {norm.source.place}"),
        ("bron nagekeken", "ja" if norm.source.checked else "nee"),
    ]
    return table("norm", "De norm", [Column("what", "wat"), Column("value", "inhoud")], rows, by=("what",))


def _term(norm: Norm) -> str:
    extended = ", verlengd als hij op een vrije dag eindigt" if norm.extends else ""
    return f"{norm.term} {_UNITS[norm.unit]}{extended}"


def _chart(verdicts: Table, named: Named) -> Chart:
    told = "; ".join(
        f"{name}: {', '.join(f'{one.counts[verdict]} {_VERDICTS[verdict]}' for verdict in _SAID)}"
        for name, one in named[:_TOLD]
    )
    return charts.bars(verdicts, title="Casussen per oordeel", text=f"{told}.", x="cases", y="cohort", stack="verdict")


def _sentences(norm: Norm, named: Named) -> Iterator[str]:
    where = f"{norm.source.title}, {norm.source.place}"
    yield f"Norm ({_BINDING[norm.kind]}): {norm.title}, binnen {_term(norm)}, door {norm.addressee}. Bron: {where}."
    for name, one in named[:_TOLD]:
        met, missed, running = (one.counts[verdict] for verdict in _SAID)
        none = one.cases - met - missed - running
        yield (
            f"{name[:1].upper()}{name[1:]}: van {words.cases(one.cases)} haalden {words.count(met)} de norm, "
            f"{words.count(missed)} niet, en bij {words.count(running)} loopt de termijn nog. Over {words.count(none)} "
            f"is geen oordeel."
        )
        if one.share.value is not None:
            share = words.share(one.share.value)
            yield f"Naar schatting haalt {share} de norm {words.interval(one.share, words.share)}."
    if len(named) > _TOLD:
        yield f"De tabel heeft alle {len(named)} groepen."


def _caveats(found: Judged, params: NormParameters) -> Iterator[str]:
    yield "Een casus zonder oordeel heeft de norm gehaald noch gemist."
    if found.unknown:
        yield f"Deze activiteiten staan niet in de gegevens: {', '.join(found.unknown)}."
    if not found.norm.source.checked:
        yield "Waar deze norm staat, is niet nagekeken. Zoek hem op voordat u erop bouwt."
    if params.term is not None:
        yield "De termijn is niet die van de norm, maar die u opgaf."
    if found.norm.answered_on == "record":
        yield "Geteld is tot de dag waarop het antwoord is vastgelegd, niet tot de dag waarop het gebeurde."
    if params.split:
        yield "Een verschil met ervoor kan ook een andere oorzaak hebben."


ANALYSIS = Analysis(
    key="normen",
    title="Normen",
    question="In hoeveel casussen is een norm gehaald, en waarover is geen oordeel?",
    parameters=NormParameters,
    run=run,
    order=15,
)
