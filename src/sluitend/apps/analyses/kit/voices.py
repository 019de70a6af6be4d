"""What of a table of people may leave the team: no group of fewer than three, and words in the place of numbers.

The rule, with its reasons: docs/methods/kleine-aantallen.md. A group is a value of what is known of who speaks
(perspective, level, place), or a combination of several.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.result import Cell, Column, Kind, Table
from sluitend.apps.analyses.kit.tables import Row, records

LEAST: Final = 3  # people in a group that is told of
OTHERS: Final = "overige groepen"
SOME: Final = "een of meer"  # of a group of three or four: more would say of each what he or she said
FEW, SEVERAL, MOST, ALL = "enkele", "meerdere", "de meeste", "(bijna) alle"
NOBODY, SILENT, NOT_ASKED, PARTLY = "niemand", "stil", "niet bevraagd", "stil, en deels niet bevraagd"
UNCODED = "nog niet gecodeerd"  # nobody can say yet whether anybody said it
NOBODY_YET, SILENT_YET = f"{NOBODY}, en deels {UNCODED}", f"{SILENT}, en deels {UNCODED}"
NOT_ASKED_YET, PARTLY_YET = f"{NOT_ASKED}, en deels {UNCODED}", f"{SILENT}, deels {NOT_ASKED} en deels {UNCODED}"
CAVEAT: Final = (
    "Over groepen van minder dan drie mensen staat hier niets, en over zoveel andere als nodig is om dat niet te "
    "kunnen afleiden. Hoeveel mensen iets zeiden, staat er in woorden: een of meer, enkele, meerdere, de meeste, "
    "(bijna) alle."
)
Key = tuple[Cell, ...]  # a group: its values, one for each attribute


def in_words(said: int, of: int) -> str:
    """How many of a group of three or more said it, so that nobody of them can tell what each of the others said.

    Whoever spoke and whoever did not. So a word for one is also one for two, and a word for all is also one for all
    but two; in between a word may stand for one number only (three of six), which still tells of nobody. Beside the
    words of its groups that number would: of a whole and its groups only one leaves the team.
    """
    if not said:
        return NOBODY
    if of < 5:
        return SOME
    if said <= max(2, of // 3):
        return FEW
    if 2 * said <= of:
        return SEVERAL
    return ALL if of >= 10 and 5 * said >= 4 * of else MOST


def told_groups(
    sizes: Mapping[Key, int],
    beyond: Mapping[Key, int] | None = None,
    shared: Mapping[Key, int] | None = None,
    elsewhere: int = 0,
) -> set[Key]:
    """The groups that can be told of: three people or more, and never so that what is left of a whole is one or two.

    `sizes` are the people of every group; the wholes are the same groups with some attributes less, and everybody.
    `beyond` are people of the same groups whom a choice left out: they are a rest as well. `shared` are people of a
    group who are in another one too, and `elsewhere` are people in none: of everybody they are left over.
    """
    told = {key for key, size in sizes.items() if size >= LEAST and _is_safe((beyond or {}).get(key, 0))}
    while (key := next(_telling_too_much(sizes, told, shared or {}, elsewhere), None)) is not None:
        told.remove(key)
    return told


def _is_safe(rest: int) -> bool:
    return not 0 < rest < LEAST


def different(sizes: Mapping[Key, int], shared: Mapping[Key, int], keys: Collection[Key]) -> int:
    """How many people these groups have together, at the least: who is in several is one."""
    alone = sum(sizes[key] - shared.get(key, 0) for key in keys)
    return alone + max((shared.get(key, 0) for key in keys), default=0)


def _telling_too_much(
    sizes: Mapping[Key, int], told: set[Key], shared: Mapping[Key, int], elsewhere: int
) -> Iterator[Key]:
    """The smallest group of every whole of which the rest would be one or two."""
    width = len(next(iter(sizes), ()))
    for some in (places for many in range(width) for places in combinations(range(width), many)):
        for whole in {tuple(key[at] for at in some) for key in told}:
            within = [key for key in sizes if tuple(key[at] for at in some) == whole]
            rest = different(sizes, shared, [key for key in within if key not in told])
            # Who is in no group may be of another table than this choice: they do not make a rest of one or two more.
            if not _is_safe(rest) or not (some or _is_safe(max(rest, elsewhere))):
                yield min((key for key in within if key in told), key=lambda key: (sizes[key], repr(key)))


@dataclass(frozen=True)
class Voices:
    """Of a table that says of every group (`by`) how many of its people (`whole`) said something (`part`).

    `labels` say what it is about, such as a code: for each of them the groups are looked at anew. `asked` is a
    column of how many of them, in coded texts, had it on their topic list: where nobody said it, that tells who was
    silent (`silence`); without that column it is "niemand". Of `uncoded` people nobody knows yet what they said: a
    word is about the others, who are three or more; of a group of such people it is "nog niet gecodeerd". `beyond`
    counts people of the same group whom a choice left out, `shared` those who are in another group as well,
    `elsewhere` those who are in none. `wholes` gives of a group the larger ones in which it lies, where another
    table tells of these. Groups that are not told are taken together where there is one attribute. Counts of
    sources, passages and words stay inside.
    """

    part: str
    whole: str
    by: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    asked: str = ""
    uncoded: str = ""
    beyond: str = ""
    shared: str = ""
    elsewhere: str = ""
    wholes: Callable[[str], tuple[str, ...]] | None = None

    def __call__(self, exact: Table, _made: Mapping[str, Table]) -> Table | None:
        """The table in words; None when there is no group that can be told of."""
        about: dict[Key, list[Row]] = {}
        for row in map(Row, records(exact)):
            about.setdefault(tuple(row[one] for one in self.labels), []).append(row)
        told = [row for rows in about.values() for row in self._told(rows)]
        return self._put(exact, told) if told else None

    def _put(self, exact: Table, told: Iterable[Row]) -> Table:
        kept = {*self.by, *self.labels}
        columns = tuple(_worded(one) for one in exact.columns if one.key in kept or one.key == self.part)
        rows = tuple(tuple(row[one.key] for one in columns) for row in told)
        return replace(exact, columns=columns, rows=rows, by=tuple(one for one in exact.by if one in kept))

    def _told(self, rows: Sequence[Row]) -> Iterator[Row]:
        groups = {self._key(row): row for row in rows}
        every, late = _column(groups, self.whole), _column(groups, self.uncoded)
        sizes = {key: size - late[key] for key, size in every.items()}
        beyond, shared = _column(groups, self.beyond), _column(groups, self.shared)
        elsewhere = max(_column(groups, self.elsewhere).values(), default=0)
        told = told_groups(sizes, beyond, shared, elsewhere)
        told |= {key for key, size in every.items() if not sizes[key] and size >= LEAST}  # of whom nothing is known
        yield from (self._said(row, [row]) for key, row in groups.items() if key in told)
        rest = [key for key in groups if key not in told and sizes[key]]
        left = (
            different(beyond, {}, rest) if not any(shared.values()) else max(map(beyond.__getitem__, rest), default=0)
        )
        enough = len(self.by) == 1 and different(sizes, shared, rest) >= LEAST
        if enough and _is_safe(left) and _is_safe(elsewhere):
            of = [groups[key] for key in rest]
            yield self._said(Row(of[0] | {self.by[0]: OTHERS}), of, twice=any(shared[key] for key in rest))

    def _key(self, row: Row) -> Key:
        key = tuple(row[one] for one in self.by)
        return key if self.wholes is None else (*self.wholes(str(key[0])), *key)

    def _said(self, row: Row, of: Sequence[Row], *, twice: bool = False) -> Row:
        """`twice`: somebody is in several of these groups, so that they are fewer people than they seem."""
        said, size, late, asked = (
            sum((one[key] if key else 0) or 0 for one in of)
            for key in (self.part, self.whole, self.uncoded, self.asked)
        )
        told = SOME if said and twice else in_words(said, size - late)
        if not said:
            told = silence(asked, size, late) if self.asked else nobody(size, late)
        return Row(row | {self.part: told})


def nobody(of: int, uncoded: int) -> str:
    """What it is that nobody of these people said it, of whom so many are in texts only that nobody coded yet."""
    if of and uncoded >= of:
        return UNCODED
    return NOBODY_YET if uncoded else NOBODY


def silence(asked: int, of: int, uncoded: int = 0) -> str:
    """The same where it is known how many of them were asked: of those in coded texts."""
    if of and uncoded >= of:
        return UNCODED
    if not asked:
        return NOT_ASKED_YET if uncoded else NOT_ASKED
    if asked < of - uncoded:
        return PARTLY_YET if uncoded else PARTLY
    return SILENT_YET if uncoded else SILENT


def _column(groups: Mapping[Key, Row], key: str) -> dict[Key, int]:
    """A number of every group; zero where the table has no such column."""
    return {one: int((row[key] if key else 0) or 0) for one, row in groups.items()}


def _worded(column: Column) -> Column:
    return replace(column, kind=Kind.TEXT) if column.kind is Kind.COUNT else column


def people(value: int | str | None, of: int | None = None) -> str:
    """4 van de 12 respondenten; enkele respondenten; niemand: of a cell of `Voices`, exact or as it leaves the team."""
    if value is None:
        return words.UNTOLD
    if isinstance(value, str):
        return f"{value} respondenten" if value in (SOME, FEW, SEVERAL, MOST, ALL) else value
    if of is None:
        return words.people(value)
    return f"{words.count(value)} van de {words.people(of)}"


def told_n(number: int | None) -> str:
    """Over how many people a result is, also where that may not be known."""
    return f"minder dan {LEAST}" if number is None else words.count(number)


def told_of(number: int | None) -> int | None:
    """A number of people as others see it: it says of nobody what he or she said."""
    return number if number is not None and number >= LEAST else None
