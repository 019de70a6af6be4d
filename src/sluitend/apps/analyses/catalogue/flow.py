"""What comes in, goes out and stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, stretches, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared, check_within
from sluitend.apps.analyses.kit.guards import Counts, Guard, Remade
from sluitend.apps.analyses.kit.parameters import activities, choice, day
from sluitend.apps.analyses.kit.parts import LEAST, each
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.stock import OPENS, check_apart, group_name, since_day
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Flow, Open, Per

_PER = {"week": "week", "month": "maand", "quarter": "kwartaal", "year": "jaar"}
_TOLD = 4  # groups that get sentences
_LAST = 6  # periods in the words of the chart


class FlowParameters(Compared):
    """When a case is open, and over which days it is counted."""

    opens: tuple[str, ...] = activities(OPENS, "Zonder keuze: met de eerste gebeurtenis.")
    closes: tuple[str, ...] = activities("Een casus sluit met", required=True)
    first_day: date | None = day(
        "Geteld vanaf", "Zonder keuze: de eerste dag van het logboek. Wat toen al open was, staat er niet in."
    )
    per: Literal["week", "month", "quarter", "year"] = choice("Per", _PER, default="month")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        check_apart(self.opens, self.closes)
        return self


def run(inputs: Inputs, params: FlowParameters, progress: Progress) -> Result:
    """Stock and flow per period, the age of the stock, and Little's law."""
    since, until = since_day(params.first_day, inputs, Per(params.per)), inputs.until
    tables = _halves(inputs, params, (since, until)) if params.split else _tables(inputs, params, since, until)
    progress(70)
    return result(tables, inputs.log.summary().cases, tell, params)


def _tables(inputs: Inputs, params: FlowParameters, since: date, until: date) -> list[Table]:
    opened = Open(closes=params.closes, opens=params.opens)
    found = inputs.log.flow(opened, since=since, until=until, per=Per(params.per), by=params.by or None)
    return [_periods(found), _ages(found), _little(found)]


def _halves(inputs: Inputs, params: FlowParameters, days: tuple[date, date]) -> list[Table]:
    """Of the days before one, and of those from it. Raises InputError("analyses.split_outside")."""
    (since, until), split = days, params.split or date.min
    check_within(split, since, inputs.last_day)
    parts = zip(stretches.names(split), ((since, split), (split, until)), strict=True)
    laid = stretches.laid([(name, _tables(inputs, params, *ends)) for name, ends in parts])
    beside = stretches.beside({one.key: one for one in laid})
    return [*([beside] if beside else []), *laid]


def tell(given: Given, params: FlowParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], (*stretches.sentences(given), *_sentences(given)), _caveats(params))


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
    rows, groups = found.periods.to_pylist(), _names(found)
    cells = ([group_name(row["group"], groups), *(row[one.key] for one in columns[1:])] for row in rows)
    return table("periods", "In, uit en open per periode", columns, cells, by=("group", "first"))


def _ages(found: Flow) -> Table:
    columns = [Column("group", "groep"), Column("age", "dagen open"), Column("cases", "casussen", Kind.COUNT)]
    groups = _names(found)
    rows = ([group_name(row["group"], groups), _band(row), row["cases"]] for row in found.ages.to_pylist())
    return table("ages", "Hoe lang casussen op de laatste dag open zijn", columns, rows, by=("group", "age"))


def _names(found: Flow) -> list[str | None]:
    return [one.group for one in found.little]


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
    columns += [Column("holds", "klopt", Kind.FLAG), Column("days", "dagen geteld", Kind.NUMBER)]
    for key, title in (("arrivals", "erin"), ("departures", "eruit"), ("stock_before", "eerst open")):
        columns.append(Column(key, title, Kind.COUNT))
    columns.append(Column("stock", "open aan het eind", Kind.COUNT))
    columns.append(Column("turnover", "erin terwijl een ander eruit ging", Kind.COUNT))
    turnover, groups = _turnover(found), _names(found)
    rows = (
        [
            group_name(one.group, groups),
            *(getattr(one, column.key) for column in columns[1:-1]),
            turnover.get(one.group, 0),
        ]
        for one in found.little
    )
    return table("little", "De wet van Little", columns, rows, by=("group",))


def _turnover(found: Flow) -> dict[str | None, int]:
    """Of every group: what came in beyond what made the stock grow, period by period."""
    turnover: dict[str | None, int] = {}
    for row in found.periods.to_pylist():
        turnover[row["group"]] = turnover.get(row["group"], 0) + min(row["inflow"], row["outflow"])
    return turnover


def _chart(given: Given) -> Chart | None:
    """A line per group over time, of the groups that fit in a drawing."""
    known = [row for row in given.rows("periods") if row["stock"] is not None]
    return _lines(known) if known else None


def _lines(known: list[Row]) -> Chart:
    import altair as alt

    groups = list(dict.fromkeys(row["group"] for row in known))
    names = groups[: charts.MOST_LINES]
    rows = [dict(row) for row in known if row["group"] in names]
    look: dict[str, Any] = {
        "type": "nominal",
        "title": "groep",
        "sort": None,
        "legend": charts.legend(names, lines=True),
    }
    drawn = (
        alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]
        .mark_line(point=True, strokeWidth=2)
        .encode(
            x=alt.X("last", type="temporal", title="tot en met", axis=alt.Axis(format="%d-%m-%Y", labelAngle=-40)),
            y=alt.Y("stock", type="quantitative", title="open casussen", axis=charts.axis_of(Kind.COUNT)),
            color=alt.Color("group", scale=alt.Scale(range=list(charts.COLOURS)), **look),
            strokeDash=alt.StrokeDash("group", scale=alt.Scale(range=list(charts.DASHES)), **look),
        )
        .properties(width=charts.WIDTH, height=280)
    )
    title = "Open casussen aan het eind van elke periode"
    few = f" De eerste {len(names)} van {len(groups)} groepen staan erin." if len(names) < len(groups) else ""
    text = f"De laatste perioden. {_told(rows, names)}.{few}"
    return Chart("periods-chart", title, drawn.to_dict(), text, "periods")


def _told(rows: Sequence[Mapping[str, Any]], names: Sequence[Any]) -> str:
    """The last periods of every line, about six of all together."""
    each = max(1, _LAST // max(1, len(names)))
    last = [row for name in names for row in [row for row in rows if row["group"] == name][-each:]]
    return "; ".join(f"{row['group']}, tot en met {row['last']}: {row['stock']}" for row in last)


def _sentences(given: Given) -> Iterator[str]:
    groups = given.rows("little")
    for row in groups[:_TOLD]:
        name = words.first_upper(row["group"])
        if row["arrivals"] is None:
            end = (
                f"aan het eind waren er {words.count(row['stock'])} open; gemiddeld {words.number(row['mean_stock'])}."
            )
            yield f"{name}: {end}"
            continue
        yield _moved(name, row)
        yield _law(row, given)
    if len(groups) > _TOLD:
        yield f"De tabel heeft alle {len(groups)} groepen."


def _moved(name: str, row: Row) -> str:
    came, went = (words.verb(row[key], one, more) for key, one, more in (
        ("arrivals", "kwam", "kwamen"), ("departures", "ging", "gingen")
    ))  # fmt: skip
    told = (
        f"{name}: in {words.days(row['days'])} {came} er {words.count(row['arrivals'])} binnen en "
        f"{went} er {words.count(row['departures'])} uit."
    )
    end = f"aan het eind {words.count(row['stock'])}; gemiddeld {words.number(row['mean_stock'])}."
    return f"{told} Open waren er {'' if row['stock_before'] is None else _before(row)}{end}"


def _before(row: Row) -> str:
    return f"eerst {words.count(row['stock_before'])} en "


def _law(row: Row, given: Given) -> str:
    if None in (row["mean_days"], row["ratio"], row["expected_stock"]):
        if given.outside:
            return words.UNTOLD
        return "Er ging niemand uit: hoe lang een casus open is, is nog niet te zeggen."
    told = (
        f"Wie eruit ging, was gemiddeld {words.days(row['mean_days'])} open. Bij deze instroom passen daar "
        f"{words.number(row['expected_stock'])} open casussen bij; het waren er {words.number(row['mean_stock'])}."
    )
    return f"{told} {_verdict(row)}"


def _verdict(row: Row) -> str:
    """Whether the law may be asked, and if so whether it holds."""
    if not row["long_enough"]:
        return "Vergelijken mag hier niet: de periode is korter dan drie keer zo lang als een casus open is."
    if not row["steady"]:
        return f"Vergelijken mag hier niet: {_unsteady(row)}"
    if row["holds"]:
        return "Dat klopt met elkaar."
    return (
        "Dat klopt niet met elkaar: waarschijnlijk ontbreken er sluitingen of oude casussen in de registratie, of een "
        "deel van de casussen blijft liggen."
    )


def _unsteady(row: Row) -> str:
    if row["arrivals"] < row["departures"]:
        return "er gingen veel meer casussen uit dan er binnenkwamen."
    return (
        "er kwamen veel meer casussen binnen dan er uitgingen. Kijk of er echt meer open bleven, of dat er sluitingen "
        "ontbreken in de registratie."
    )


def _caveats(params: FlowParameters) -> Iterator[str]:
    yield "Wat al open was voordat het logboek begint, staat er niet in: aan het begin is de voorraad te laag."
    yield "Voorraad is wat geen sluiting heeft. Wie vergeet te sluiten, houdt een casus op papier open."
    yield "De ouderdom van de voorraad is geen doorlooptijd: wie lang blijft, telt daarin zwaarder."
    if params.split:
        yield from stretches.caveats(params.split, params.per, _PER[params.per])
    if params.by:
        yield "Een voorraad zegt niets zonder de omvang van de gemeente: vergelijk liever de dagen dan de aantallen."


# How many come in each day, would tell how many did in all of them.
_LAW = ("mean_days", "expected_stock", "ratio", "steady", "long_enough", "holds")


def _enough(row: Row) -> bool:
    """Whether ten at least came in beyond those that made the stock grow: else its growth would tell of every period
    how few came in and went out. Nor may what was there before follow from it when that is little."""
    before = row["stock_before"]
    return bool(min(row["turnover"], row["stock"]) >= LEAST and (not before or before >= LEAST))


def _mean(row: Row) -> bool:
    return bool(row["mean_stock"] >= LEAST)


# In and out of one period follow from the stock before and after it: only the stock is told, and the sums of both.
_PERIODS = each(
    "first",
    Counts(
        by=("group",),
        counts=("stock",),
        values=dict.fromkeys(("mean_stock", "median_age", "p90_age"), ("stock",)),
        tails={"median_age": 0.5, "p90_age": 0.1},
        enough={"mean_stock": _mean},
        means=("mean_stock",),
        labels=("first", "last"),
    ),
)
_AGES = Counts(by=("group", "age"), counts=("cases",))
_LITTLE = Counts(
    by=("group",),
    counts=("stock", "arrivals", "departures"),
    values={"mean_stock": ("stock",), **dict.fromkeys(_LAW, ("arrivals", "departures"))},
    enough={"mean_stock": _mean, "arrivals": _enough, "departures": _enough},
    means=("mean_stock", "expected_stock"),
    labels=("days",),
)
_GUARDS: dict[str, Guard] = {
    "little": stretches.all_told(_LITTLE),
    "periods": stretches.beside_law(_PERIODS, _PERIODS),
    "ages": stretches.beside_law(_AGES, each("group", _AGES)),
    stretches.SIDE: Remade(stretches.beside),
}

ANALYSIS = Analysis(
    key="stroom",
    title="In, uit en voorraad",
    question="Hoeveel casussen komen erin, gaan eruit en blijven, en hoe oud is de voorraad?",
    parameters=FlowParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    order=50,
)
