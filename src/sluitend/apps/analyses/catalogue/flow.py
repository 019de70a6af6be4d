"""What comes in, goes out and stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, choice, day
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.stock import OPENS, check_apart, group_name, since_day
from sluitend.apps.analyses.kit.tables import records, table
from sluitend.engines.chain import Flow, Little, Open, Per

_PER = {"week": "week", "month": "maand", "quarter": "kwartaal", "year": "jaar"}
_TOLD = 4  # groups that get sentences
_LAST = 6  # periods in the words of the chart


class FlowParameters(Parameters):
    """When a case is open, and over which days it is counted."""

    opens: tuple[str, ...] = activities(OPENS, "Zonder keuze: met de eerste gebeurtenis.")
    closes: tuple[str, ...] = activities("Een casus sluit met", required=True)
    first_day: date | None = day(
        "Geteld vanaf", "Zonder keuze: de eerste dag van het logboek. Wat toen al open was, staat er niet in."
    )
    per: Literal["week", "month", "quarter", "year"] = choice("Per", _PER, default="month")
    by: str = attribute("Vergelijk per")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        check_apart(self.opens, self.closes)
        return self


def run(inputs: Inputs, params: FlowParameters, progress: Progress) -> Result:
    """Stock and flow per period, the age of the stock, and Little's law."""
    per = Per(params.per)
    found = inputs.log.flow(
        Open(closes=params.closes, opens=params.opens), since=since_day(params.first_day, inputs, per),
        until=inputs.until, per=per, by=params.by or None,
    )  # fmt: skip
    progress(70)
    periods = _periods(found)
    return Result(
        tables=(periods, _ages(found), _little(found)),
        charts=(_chart(periods),),
        sentences=tuple(_sentences(found)),
        caveats=tuple(_caveats(found, params)),
        n=inputs.log.summary().cases,
    )


def _periods(found: Flow) -> Table:
    columns = [Column("group", "groep"), Column("first", "vanaf"), Column("last", "tot en met")]
    columns += [
        Column(key, title, Kind.COUNT)
        for key, title in (
            ("stock_before", "open vooraf"), ("inflow", "instroom"), ("outflow", "uitstroom"), ("stock", "open erna"),
        )
    ]  # fmt: skip
    columns += [Column("mean_stock", "gemiddeld open", Kind.NUMBER)]
    columns += [
        Column("median_age", "mediaan, dagen open", Kind.NUMBER),
        Column("p90_age", "90e percentiel", Kind.NUMBER),
    ]
    rows = found.periods.to_pylist()
    cells = ([group_name(row["group"], len(found.little)), *(row[one.key] for one in columns[1:])] for row in rows)
    return table("periods", "In, uit en open per periode", columns, cells, by=("group", "first"))


def _ages(found: Flow) -> Table:
    columns = [Column("group", "groep"), Column("age", "dagen open"), Column("cases", "casussen", Kind.COUNT)]
    rows = ([group_name(row["group"], len(found.little)), _band(row), row["cases"]] for row in found.ages.to_pylist())
    return table("ages", "Hoe lang casussen op de laatste dag open zijn", columns, rows, by=("group", "age"))


def _band(row: dict[str, Any]) -> str:
    return (
        f"{row['from_days']} of meer" if row["to_days"] is None else f"{row['from_days']} tot en met {row['to_days']}"
    )


def _little(found: Flow) -> Table:
    columns = [Column("group", "groep"), Column("mean_stock", "gemiddeld open (L)", Kind.NUMBER)]
    columns += [
        Column("per_day", "instroom per dag (λ)", Kind.NUMBER),
        Column("mean_days", "dagen open (W)", Kind.NUMBER),
    ]
    columns += [Column("expected_stock", "λ × W", Kind.NUMBER), Column("ratio", "λ × W / L", Kind.NUMBER)]
    columns += [Column("steady", "stabiel", Kind.FLAG), Column("long_enough", "lang genoeg", Kind.FLAG)]
    columns += [Column("holds", "klopt", Kind.FLAG)]
    rows = (
        [group_name(one.group, len(found.little)), *(getattr(one, column.key) for column in columns[1:])]
        for one in found.little
    )
    return table("little", "De wet van Little", columns, rows, by=("group",))


def _chart(periods: Table) -> Chart:
    """A line per group over time, of the groups that fit in a drawing."""
    import altair as alt

    groups = list(dict.fromkeys(row[0] for row in periods.rows))
    names = groups[: charts.MOST_LINES]
    rows = [dict(row) for row in records(periods) if row["group"] in names]
    look: dict[str, Any] = {"type": "nominal", "title": "groep", "sort": None}
    drawn = (
        alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]
        .mark_line(point=True, strokeWidth=2)
        .encode(
            x=alt.X("last", type="temporal", title="tot en met", axis=alt.Axis(format="%d-%m-%Y", labelAngle=-40)),
            y=alt.Y("stock", type="quantitative", title="open casussen"),
            color=alt.Color("group", scale=alt.Scale(range=list(charts.COLOURS)), **look),
            strokeDash=alt.StrokeDash("group", scale=alt.Scale(range=list(charts.DASHES)), **look),
        )
        .properties(width=charts.WIDTH, height=280)
    )
    title = "Open casussen aan het eind van elke periode"
    few = f" De eerste {len(names)} van {len(groups)} groepen staan erin." if len(names) < len(groups) else ""
    return Chart(
        "periods-chart", title, drawn.to_dict(), f"De laatste perioden. {_told(rows, names)}.{few}", periods.key
    )


def _told(rows: Sequence[Mapping[str, Any]], names: Sequence[Any]) -> str:
    """The last periods of every line, about six of all together."""
    each = max(1, _LAST // max(1, len(names)))
    last = [row for name in names for row in [row for row in rows if row["group"] == name][-each:]]
    return "; ".join(f"{row['group']}, tot en met {row['last']}: {row['stock']}" for row in last)


def _sentences(found: Flow) -> Iterator[str]:
    for one in found.little[:_TOLD]:
        name = group_name(one.group, len(found.little))
        yield (
            f"{name[:1].upper()}{name[1:]}: in {words.days(one.days)} kwamen er {words.count(one.arrivals)} binnen en "
            f"gingen er {words.count(one.departures)} uit. Open waren er eerst {words.count(one.stock_before)} en aan "
            f"het eind {words.count(one.stock)}; gemiddeld {words.number(one.mean_stock)}."
        )
        yield _law(one)
    if len(found.little) > _TOLD:
        yield f"De tabel heeft alle {len(found.little)} groepen."


def _law(one: Little) -> str:
    if one.mean_days is None or one.ratio is None:
        return "Er ging niemand uit: hoe lang een casus open is, is nog niet te zeggen."
    told = (
        f"Wie eruit ging, was gemiddeld {words.days(one.mean_days)} open. Bij deze instroom passen daar "
        f"{words.number(one.expected_stock)} open casussen bij; het waren er {words.number(one.mean_stock)}."
    )
    if not (one.steady and one.long_enough):
        return f"{told} Vergelijken mag hier niet: de voorraad is niet stabiel, of de periode te kort."
    if one.holds:
        return f"{told} Dat klopt met elkaar."
    return (
        f"{told} Dat klopt niet met elkaar: er ontbreken waarschijnlijk sluitingen of oude casussen in de registratie."
    )


def _caveats(found: Flow, params: FlowParameters) -> Iterator[str]:
    yield "Wat al open was voordat het logboek begint, staat er niet in: aan het begin is de voorraad te laag."
    yield "Voorraad is wat geen sluiting heeft. Wie vergeet te sluiten, houdt een casus op papier open."
    yield "De ouderdom van de voorraad is geen doorlooptijd: wie lang blijft, telt daarin zwaarder."
    if params.by:
        yield "Een voorraad zegt niets zonder de omvang van de gemeente: vergelijk liever de dagen dan de aantallen."


ANALYSIS = Analysis(
    key="stroom",
    title="In, uit en voorraad",
    question="Hoeveel casussen komen erin, gaan eruit en blijven, en hoe oud is de voorraad?",
    parameters=FlowParameters,
    run=run,
    order=50,
)
