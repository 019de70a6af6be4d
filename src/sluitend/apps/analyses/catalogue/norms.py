"""Whether a norm was kept, case by case, and where there is no saying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made, Remade, texts
from sluitend.apps.analyses.kit.norms import BINDING, UNITS, NormText, calendar, starting
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, day, norm, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import records, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Judged, Norm, Verdict
from sluitend.engines.chain.norms import Verdicts
from sluitend.errors import InputError

_BEGUN = {one.key: one for one in starting()}
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
_UNKNOWN = "niet in de gegevens"
_FOUND_IN = "te vinden in"
_TOLD = 6  # cohorts that get a sentence each


class NormParameters(Parameters):
    """Which norm, what stands for it in these data, and how cases are compared."""

    norm: str = norm(
        "Norm", "Bij de uitkomst staat waar de norm staat, en of dat is nagekeken.", default=next(iter(_BEGUN))
    )
    definition: NormText | None = None  # what the table of norms says of it
    trigger: tuple[str, ...] = activities("De termijn begint met", "Zonder keuze: zoals de norm het noemt.")
    answer: tuple[str, ...] = activities("Het antwoord is", "Zonder keuze: zoals de norm het noemt.")
    breaks: tuple[str, ...] = activities("Een antwoord heeft geen zin meer na", "Bijvoorbeeld: aanvraag ingetrokken.")
    term: int | None = number("Andere termijn", "In de eenheid van de norm.", most=1000)
    by: str = attribute("Vergelijk per", "Een kenmerk van de casus, zoals de gemeente.")
    split: date | None = day("Vergelijk vóór en vanaf", "De dag waarop iets veranderde, zoals het begin van een pilot.")

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if self.definition is None and self.norm not in _BEGUN:
            raise InputError("analyses.no_such_norm", where="norm", name=self.norm, known=", ".join(_BEGUN))
        if self.by and self.split:
            raise InputError("analyses.by_or_split", where="split")
        return self


def run(inputs: Inputs, params: NormParameters, progress: Progress) -> Result:
    """A verdict for every case, counted for each cohort."""
    norm, text = _asked(params), _text(params)
    found = inputs.log.judged(norm, until=inputs.until, by=params.by or None, split=params.split)
    progress(60)
    names = [one.name for one in found.cohorts]
    named = [(words.cohort(one.name, params.by, params.split, taken=names), one) for one in found.cohorts]
    cohorts = _cohorts(named)
    tables = (cohorts, _verdicts(cohorts), _norm(norm, text, found))
    return result(tables, sum(one.cases for _name_, one in named), tell, params)


def tell(given: Given, params: NormParameters) -> Telling:
    """What the tables say."""
    norm = _asked(params)
    groups = given.rows("cohorts")
    return telling([_chart(given)], _sentences(norm, _text(params), groups), _caveats(given, norm, params))


def _text(params: NormParameters) -> NormText:
    """The norm as the table has it."""
    return params.definition or _BEGUN[params.norm]


def _asked(params: NormParameters) -> Norm:
    """The norm of the table, with what was changed for these data."""
    given: dict[str, Any] = {"trigger": params.trigger, "answer": params.answer, "breaks": params.breaks}
    changed = {name: value for name, value in given.items() if value}
    if params.term is not None:
        changed["term"] = int(params.term)
    changed["exact"] = (*params.trigger, *params.answer, *params.breaks)  # chosen among the activities of these data
    return replace(_text(params).norm(), **changed)


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


def _verdicts(cohorts: Table) -> Table:
    """The same counts, a row each."""
    columns = [Column("cohort", "groep"), Column("verdict", "oordeel"), Column("cases", "casussen", Kind.COUNT)]
    rows = [
        (row["cohort"], title, row.get(verdict)) for row in records(cohorts) for verdict, title in _VERDICTS.items()
    ]
    return table("verdicts", "Casussen per oordeel", columns, rows, by=("cohort", "verdict"))


def _norm(norm: Norm, text: NormText, found: Judged) -> Table:
    rows = [
        ("norm", norm.title),
        ("wie", norm.addressee),
        ("termijn", _term(norm)),
        ("kalender", calendar(text)),
        ("begint met", ", ".join(norm.trigger)),
        ("antwoord", ", ".join(norm.answer)),
        ("beoordeeld", _which(norm)),
        *_counting(norm),
        ("soort", BINDING[norm.kind]),
        ("geldt vanaf", "niet opgezocht" if norm.valid_from is None else f"{norm.valid_from:%d-%m-%Y}"),
        ("geldt niet meer vanaf", "–" if norm.valid_until is None else f"{norm.valid_until:%d-%m-%Y}"),
        ("bron", f"{norm.source.title}, {norm.source.place}"),
        ("bron nagekeken", "ja" if norm.source.checked else "nee"),
    ]
    if norm.found_in:
        rows.append((_FOUND_IN, norm.found_in))
    if found.reasons:
        rows.append(("deze namen", "ook met een reden erachter"))
    if found.unknown:
        rows.append((_UNKNOWN, ", ".join(found.unknown)))
    return table("norm", "De norm", [Column("what", "wat"), Column("value", "inhoud")], rows, by=("what",))


def _which(norm: Norm) -> str:
    """Which of several times in a case."""
    if norm.of_itself:
        return "elke keer, naar de dag waarop die keer zelf is vastgelegd"
    return f"alleen de {'eerste' if norm.trigger_at == 'first' else 'laatste'} keer per casus"


def _counting(norm: Norm) -> Iterator[tuple[str, str]]:
    """What may let the term begin later; only where every time is judged by its own record."""
    if norm.of_itself and norm.counts_from:
        yield "telt vanaf vastlegging van", ", ".join(norm.counts_from)
    if norm.of_itself and norm.unsure_after:
        yield "te laat is niet te zeggen na", ", ".join(norm.unsure_after)


def _term(norm: Norm) -> str:
    extended = ", verlengd als hij op een vrije dag eindigt" if norm.extends else ""
    return f"{norm.term} {UNITS[norm.unit]}{extended}"


def _chart(given: Given) -> Chart | None:
    if "verdicts" not in given.tables:
        return None
    told = "; ".join(f"{row['cohort']}: {_three(row)}" for row in given.rows("cohorts")[:_TOLD])
    title = "Casussen per oordeel"
    return charts.bars(given.tables["verdicts"], title=title, text=f"{told}.", x="cases", y="cohort", stack="verdict")


def _three(row: Row) -> str:
    told = [f"{words.count(row[verdict])} {_VERDICTS[verdict]}" for verdict in _SAID if row[verdict] is not None]
    return ", ".join(told) or "niet te zeggen"


def _sentences(norm: Norm, text: NormText, groups: list[Row]) -> Iterator[str]:
    where = f"{norm.source.title}, {norm.source.place}"
    yield f"Norm ({BINDING[norm.kind]}): {norm.title}, binnen {_term(norm)}, door {norm.addressee}. Bron: {where}."
    if _is_own(text):
        yield f"Kalender: {calendar(text)}."
    for row in groups[:_TOLD]:
        yield _judged(row)
        if row["share"] is not None:
            share, between = words.share(row["share"]), words.between(row["low"], row["high"], words.share)
            yield f"Naar schatting haalt {share} de norm {between}."
    if len(groups) > _TOLD:
        yield f"De tabel heeft alle {len(groups)} groepen."


def _is_own(text: NormText) -> bool:
    """Whether other working days are counted than those without the holidays of the law."""
    return text.unit == "working_days" and (bool(text.closed) or not text.good_friday or text.liberation_day != "1")


def _judged(row: Row) -> str:
    met, missed, running = (row[verdict] for verdict in _SAID)
    did = words.clauses(
        f"{words.verb(met, 'haalde', 'haalden')} er {words.count(met)} de norm",
        f"{words.verb(missed, 'haalde', 'haalden')} er {words.count(missed)} de norm niet",
        *([f"loopt bij {words.count(running)} de termijn nog"] if running else []),
    )
    told = f"{words.first_upper(row['cohort'])}: van {words.cases(row['cases'])} {did}."
    rest = [row[verdict] for verdict in _VERDICTS if verdict not in _SAID]
    return f"{told} Over {words.count(sum(rest))} is geen oordeel." if None not in rest and sum(rest) else told


def _caveats(given: Given, norm: Norm, params: NormParameters) -> Iterator[str]:
    yield "Een casus zonder oordeel heeft de norm gehaald noch gemist."
    for row in given.rows("norm"):
        if row["what"] == _UNKNOWN:
            yield f"Deze activiteiten staan niet in de gegevens: {row['value']}.{_where(norm)}"
    yield from _judging(norm)
    if not norm.source.checked:
        yield "Waar deze norm staat, is niet nagekeken. Zoek hem op voordat u erop bouwt."
    if norm.valid_from is None:
        yield "Vanaf welke dag deze norm geldt, is niet opgezocht: ook oudere casussen zijn eraan getoetst."
    if params.term is not None:
        yield "De termijn is niet die van de norm, maar die u opgaf."
    if norm.answered_on == "record":
        yield "Geteld is tot de dag waarop het antwoord is vastgelegd, niet tot de dag waarop het gebeurde."
    if params.split:
        yield "Een verschil met ervoor kan ook een andere oorzaak hebben."


def _judging(norm: Norm) -> Iterator[str]:
    """What a verdict on a case is about."""
    if not norm.of_itself:
        yield f"Beoordeeld is {_which(norm)}. Begon de termijn vaker, dan telt de rest niet mee."
        return
    yield (
        "Beoordeeld is elke keer, naar de dag waarop die keer zelf is vastgelegd. Een casus haalt de norm als elke "
        "keer op tijd was. Was er een te laat, dan is de norm niet gehaald."
    )
    if norm.counts_from:
        yield (
            f"De termijn begint op zijn vroegst toen dit was vastgelegd: {', '.join(norm.counts_from)}. Staat dat "
            "vaker in een casus, dan is er alleen een oordeel als het voor de eerste en de laatste keer hetzelfde "
            "is. Staat het er niet, dan telt de dag waarop het gebeurde."
        )
    if norm.unsure_after:
        yield (
            f"Na {', '.join(norm.unsure_after)} kan de termijn later zijn begonnen dan de gegevens zeggen. Wat dan te "
            "laat lijkt, heeft geen oordeel."
        )


def _where(norm: Norm) -> str:
    """Which data would have it, where the table of norms says so."""
    return f" Waar begin en antwoord te vinden zijn: {norm.found_in}." if norm.found_in else ""


def _again(made: Made) -> Table | None:
    return _verdicts(made["cohorts"]) if "cohorts" in made else None


_GUARDS: dict[str, Guard] = {
    "cohorts": Counts(
        by=("cohort",),
        wholes={"cases": tuple(str(verdict) for verdict in _VERDICTS)},
        values=dict.fromkeys(("share", "low", "high"), (str(Verdict.MET), str(Verdict.NOT_MET))),
    ),
    "verdicts": Remade(_again),
    "norm": texts,
}

ANALYSIS = Analysis(
    key="normen",
    title="Normen",
    question="In hoeveel casussen is een norm gehaald, en waarover is geen oordeel?",
    parameters=NormParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    order=15,
)
