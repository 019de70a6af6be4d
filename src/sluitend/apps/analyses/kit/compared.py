"""An entry that is asked of groups side by side: the same question of each, laid together.

Groups are made of the log, so that an entry need not know of them: it says which of its figures are compared. Without
groups it is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.across import COHORT, PART, across, groups_of, laid, parts
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import MOST, Cohort, Compared, cohorts
from sluitend.apps.analyses.kit.cohorts import parts as parts_of_days
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made, Remade
from sluitend.apps.analyses.kit.parted import Parted, parted, with_both
from sluitend.apps.analyses.kit.result import Cell, Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import Row, table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling

SIDE, SIZES = "side_by_side", "groups"
_CASES = Column("cases", "casussen", Kind.COUNT)
_TOLD = 6  # groups that a sentence names
_OWN = 3  # groups that each get sentences of their own
_SMALL = 10  # below it a number has two decimals
_DRAWN = 4  # groups that get charts of their own


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures that stand side by side: `of` finds it in what is told of a group, None where it is not."""

    column: Column
    of: Callable[[Given], Cell]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How an entry is compared.

    `n` names the table and the column that count the cases of a group; without, a table of its own does. A figure that
    is called `cases` stands in its place. `counted` says what they are where they are not all cases of the group.
    `complete` are tables of which no row is ever left out, `alone` those of which the guard looks at what was told
    before, or at nothing that was counted (`kit.across`). `sentences`: how many of its own it tells of every group.
    `own` are charts that the largest groups have each. `more` are tables that are made of those of all groups, as
    `Remade` makes them; `about` gives the sentences on them.
    `parted`: see there; a case may then be in both parts.
    `in_groups` are tables in which the entry itself lays the groups of an attribute below each other. It is left to do
    so, and is only compared before and from a day: these tables, which then have a single row, are not shown. Figures
    may be found in them, in the team.
    """

    figures: tuple[Figure, ...]
    n: tuple[str, str] = (SIZES, _CASES.key)
    complete: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    sentences: int = 0
    own: tuple[str, ...] = ()
    more: tuple[tuple[str, Callable[[Made], Table | None]], ...] = ()
    about: Callable[[Given], Iterator[str]] = lambda _given: iter(())
    in_groups: tuple[str, ...] = ()
    counted: str = _CASES.title
    parted: Parted | None = None

    def asked(self, params: Compared) -> bool:
        """Whether the question is asked of groups here."""
        return bool(params.split) if self.in_groups else params.compares


def figure(key: str, title: str, kind: Kind, where: str, column: str = "", /, **row: str) -> Figure:
    """The cell of a column (called as the figure, when none is named) in the row of a table that has these values."""

    def found(given: Given) -> Cell:
        rows = (one for one in given.rows(where) if all(one[name] == value for name, value in row.items()))
        cell: Cell = next(rows, Row())[column or key]
        return cell

    return Figure(Column(key, title, kind), found)


def rows_of(key: str, title: str, where: str) -> Figure:
    """How many rows a table has: they count nobody. Of a table that is not told there is no number."""
    return Figure(Column(key, title, Kind.NUMBER), lambda given: len(given.rows(where)) or None)


def ratio(key: str, title: str, kind: Kind, where: str, part: str, whole: str) -> Figure:
    """Of two counts of the only row of a table."""

    def found(given: Given) -> Cell:
        one = given.one(where)
        return one[part] / one[whole] if one[whole] and one[part] is not None else None

    return Figure(Column(key, title, kind), found)


def compared(analysis: Analysis, comparison: Comparison) -> Analysis:
    """The entry, of groups too when its parameters name any: they are `Compared`."""
    return replace(
        analysis,
        run=_running(analysis, comparison),
        tell=_telling(analysis, comparison),
        guards=_guarding(analysis, comparison),
    )


def _running(analysis: Analysis, how: Comparison) -> Callable[[Any, Any, Progress], Result]:
    @wraps(analysis.run)
    def run(inputs: Inputs, params: Compared, progress: Progress) -> Result:
        if not how.asked(params):
            return analysis.run(inputs, params, progress)
        groups = _groups(inputs, params, how)
        found = [
            (one, analysis.run(one.inputs, params, _further(progress, at, len(groups))))
            for at, one in enumerate(groups)
        ]
        if how.parted and params.split:  # a part may have nobody, and a case may be in both
            whole = analysis.run(inputs, params, lambda percent: None)
            tables = _tables([two for two in found if two[1].n], how, whole)
            return result(tables, whole.n or 0, _telling(analysis, how), params)
        n = sum(one.n or 0 for _group, one in found)
        return result(_tables(found, how), n, _telling(analysis, how), params)

    return run


def _groups(inputs: Inputs, params: Compared, how: Comparison) -> list[Cohort]:
    if how.parted and params.split:
        return parts_of_days(inputs, params.split, how.parted.did)
    return cohorts(inputs, params)


def _further(progress: Progress, at: int, groups: int) -> Progress:
    return lambda percent: progress((100 * at + percent) // groups)


def _tables(found: Sequence[tuple[Cohort, Result]], how: Comparison, whole: Result | None = None) -> list[Table]:
    """What is side by side first, then the tables of the entry. `whole`: of both parts of the days together."""
    first = COHORT if whole is None else PART
    given = {one.key: one for one in _laid(found, first)}
    if how.n[0] == SIZES and _has_n(how):
        rows = [(group.name, one.n) for group, one in found]
        given = {SIZES: table(SIZES, "Casussen per groep", (first, _CASES), rows, (COHORT.key,))} | given
    given |= dict(_shared(given, how, whole))
    made = [make(given) for make in (_side(how), *(make for _key, make in how.more))]
    return [*filter(None, made), *(one for key, one in given.items() if key not in how.in_groups)]


def _shared(given: Made, how: Comparison, whole: Result | None) -> Iterator[tuple[str, Table]]:
    """The tables of parts that tell how many are in both."""
    if how.parted is None or whole is None:
        return
    of_all = {one.key: one for one in whole.tables}
    of_all[SIZES] = table(SIZES, "", (_CASES,), [(whole.n,)])
    for key in how.parted.counts.keys() & given.keys():
        yield key, with_both(given[key], of_all.get(key), how.parted.counts[key])


def _laid(found: Sequence[tuple[Cohort, Result]], first: Column) -> Iterator[Table]:
    tables: dict[str, list[tuple[str, Table]]] = {}
    for group, one in found:
        for each in one.tables:
            tables.setdefault(each.key, []).append((group.name, each))
    return (laid(one, first) for one in tables.values())


def _guarding(analysis: Analysis, how: Comparison) -> dict[str, Guard]:
    """What is made of other tables comes after those."""
    sizes = Counts(by=(COHORT.key,), counts=(_CASES.key,))
    found: dict[str, Guard] = {SIZES: _of_parts(SIZES, sizes, sizes, how)}
    for key, guard in analysis.guards.items():
        of_groups = across(guard, complete=key in how.complete, alone=key in how.alone)
        found[key] = _of_parts(key, guard, of_groups, how)
    return found | {SIDE: Remade(_side(how))} | {key: Remade(make) for key, make in how.more}


def _of_parts(key: str, guard: Guard, of_groups: Guard, how: Comparison) -> Guard:
    if how.parted is None:
        return of_groups
    return parted(guard, how.parted.counts.get(key, ()), of_groups, alone=key in how.alone)


def _side(how: Comparison) -> Callable[[Made], Table | None]:
    """The figures of the groups side by side, of exact tables or of what is told."""

    def made(tables: Made) -> Table | None:
        columns = [
            COHORT,
            *([replace(_CASES, title=how.counted)] if _has_n(how) else []),
            *(one.column for one in how.figures),
        ]
        rows = [_row(name, Given(parts(tables, name), None), how) for name in groups_of(tables)]
        told = any(cell is not None for row in rows for cell in row[1:])
        return table(SIDE, "De groepen naast elkaar", columns, rows, by=(COHORT.key,)) if told else None

    return made


def _has_n(how: Comparison) -> bool:
    return all(one.column.key != _CASES.key for one in how.figures)


def _row(name: str, own: Given, how: Comparison) -> list[Cell]:
    return [name, *([own.one(how.n[0])[how.n[1]]] if _has_n(how) else []), *(one.of(own) for one in how.figures)]


def _telling(analysis: Analysis, how: Comparison) -> Callable[[Given, Any], Telling]:
    def tell(given: Given, params: Compared) -> Telling:
        if not how.asked(params):
            return analysis.tell(given, params) if analysis.tell else Telling()
        return _told(analysis, how, given, params)

    return tell


def _told(analysis: Analysis, how: Comparison, given: Given, params: Compared) -> Telling:
    own = {name: _own(analysis, how, given, params, name) for name in groups_of(given.tables)}
    return telling(
        [*_charts(given, how), *_own_charts(given, how, own)],
        [*how.about(given), *_differences(given, how), *_own_sentences(how, own)],
        [*_caveats(given, params, list(own), how), *_own_caveats(own)],
    )


def _own(analysis: Analysis, how: Comparison, given: Given, params: Compared, name: str) -> Telling:
    """What the entry tells of one group."""
    tables = parts(given.tables, name)
    n = Given(tables, None).one(how.n[0])[how.n[1]]
    return analysis.tell(Given(tables, n, given.outside), params) if analysis.tell else Telling()


def _charts(given: Given, how: Comparison) -> Iterator[Chart]:
    for one in how.figures:
        key, kind = one.column.key, one.column.kind
        known = [row for row in given.rows(SIDE) if row[key] is not None]
        if kind in (Kind.NUMBER, Kind.SHARE) and known:
            told = "; ".join(f"{row[COHORT.key]}: {_written(one, row)}" for row in known)
            title = f"Per groep: {one.column.title}"
            chart = charts.bars(given.tables[SIDE], title=title, text=f"{told}.", x=key, y=COHORT.key)
            yield replace(chart, key=f"{chart.key}-{key}")


def _own_charts(given: Given, how: Comparison, own: dict[str, Telling]) -> Iterator[Chart]:
    """Of the largest groups, in the order of the table."""
    largest = sorted(own, key=lambda name: -_n(given, how, name))[:_DRAWN]
    for name in (name for name in own if name in largest):
        for chart in own[name].charts:
            if chart.key in how.own:
                yield _titled(chart, name, f"{chart.key}-{largest.index(name) + 1}")


def _n(given: Given, how: Comparison, name: str) -> int:
    row = next((row for row in given.rows(SIDE) if row[COHORT.key] == name), Row())
    found: int = row[_CASES.key] or 0
    return found


def _titled(chart: Chart, name: str, key: str) -> Chart:
    """A chart with the group in its title and in its words, also where it has these inside."""
    title, text = f"{chart.title}: {name}", f"{words.first_upper(name)}. {chart.text}"
    spec = {
        part: {**inside, "title": title, "description": text} if part == "process_map" else inside
        for part, inside in chart.spec.items()
    }
    return replace(chart, key=key, title=title, text=text, spec=spec)


def _own_sentences(how: Comparison, own: dict[str, Telling]) -> Iterator[str]:
    """Of a few groups; of more the table tells it better."""
    for name in own if len(own) <= _OWN else ():
        for said in own[name].sentences[: how.sentences]:
            yield f"{words.first_upper(name)}: {said[:1].lower()}{said[1:]}"
    if len(own) > _OWN:
        yield f"De tabel heeft alle {len(own)} groepen."


def _differences(given: Given, how: Comparison) -> Iterator[str]:
    """Of every figure what it is in each group; of many groups the lowest and the highest."""
    for one in how.figures:
        key, title = one.column.key, words.first_upper(one.column.title)
        known = [row for row in given.rows(SIDE) if row[key] is not None]
        if one.column.kind not in (Kind.NUMBER, Kind.SHARE) or len(known) < 2:
            continue
        if len(known) > _TOLD:
            yield f"{title}: {_range(one, known)}."
        else:
            yield f"{title}: {'; '.join(_said(one, row) for row in known)}."


def _range(one: Figure, rows: Sequence[Row]) -> str:
    low, high = (find(rows, key=lambda row: row[one.column.key]) for find in (min, max))
    if _written(one, low) == _written(one, high):
        return f"{_written(one, low)} in alle {len(rows)} groepen"
    return f"van {_said(one, low)} tot {_said(one, high)}, over {len(rows)} groepen"


def _said(one: Figure, row: Row) -> str:
    n = "" if row[_CASES.key] is None else f" (n = {words.count(row[_CASES.key])})"
    return f"{row[COHORT.key]} {_written(one, row)}{n}"


def _written(one: Figure, row: Row) -> str:
    value = row[one.column.key]
    return words.share(value) if one.column.kind is Kind.SHARE else words.number(value, 1 if value >= _SMALL else 2)


def _caveats(given: Given, params: Compared, groups: Sequence[str], how: Comparison) -> Iterator[str]:
    if params.split and how.parted:
        yield from how.parted.caveats
        yield "Een verschil kan ook een andere oorzaak hebben dan wat er die dag veranderde."
    elif params.split:
        yield (
            "De groep erna is korter gevolgd, en haar casussen lopen vaker nog. Alleen daardoor al kan zij korter "
            "duren of minder hebben. Een verschil kan ook een andere oorzaak hebben."
        )
    yield "Of een verschil meer is dan toeval, is hier niet getoetst. Let op hoeveel casussen elke groep heeft."
    if params.split and len(groups) == 1 and not given.outside:
        yield f"Alle casussen zijn {groups[0]}: er is geen tweede groep."
    if any(name.startswith("overige (") for name in groups[MOST:]):
        yield f"De {MOST} grootste groepen staan apart. De andere staan samen als “{groups[-1]}”."
    if params.by and len(groups) > 2:
        yield "Bij veel groepen ligt er altijd wel één ver van de andere."


def _own_caveats(own: dict[str, Telling]) -> Iterator[str]:
    """Those that hold for every group once; the others with the group that they are about."""
    of_all = [set(one.caveats) for one in own.values()]
    told = dict.fromkeys(said for one in own.values() for said in one.caveats)
    for said in told:
        if all(said in one for one in of_all):
            yield said
        else:
            whose = [name for name, one in own.items() if said in one.caveats]
            yield f"{words.first_upper(', '.join(whose))}: {said[:1].lower()}{said[1:]}"
