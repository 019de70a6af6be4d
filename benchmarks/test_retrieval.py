"""Retrieval over 500,000 characters with 5,000 codings, beside the logic of two tools that people leave for it.

Both peers are written here from how they work, not taken over. QualCoder (github.com/ccbogel/QualCoder, `code_text` in
its database, `report_codes.py` and `report_code_relations.py`) asks its SQLite rows once a code, and compares positions
of pairs of rows in Python. Taguette (github.com/remram44/taguette, tables `highlights` and `highlight_tags`) asks the
highlights of a tag and those below it (by the beginning of its path), and has no question of two codes: for that its
export is compared row by row.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from itertools import combinations

import pytest

from benchmarks.measuring import Figure, measure
from sluitend.engines.retrieval.material import Material, Passage, Turn
from sluitend.engines.retrieval.query import And, Coded, Or, found
from sluitend.engines.retrieval.tables import counted, groups, together
from sluitend.engines.retrieval.views import narrowed

TEXTS, LENGTH, CODINGS, CODES, TURN = 25, 20_000, 5_000, 50, 250
ROUNDS = 5
Place = tuple[int, int, int]


@pytest.fixture(scope="module")
def material() -> Material:
    """Codes 0 to 49, those above 9 each below one of the first ten (fictief)."""
    chance = random.Random(1)
    passages = []
    for _coding in range(CODINGS):
        start = chance.randrange(LENGTH - 400)
        text, code = chance.randrange(TEXTS), chance.randrange(CODES)
        passages.append(Passage(text, start, start + chance.randrange(10, 400), code))
    turns = [
        Turn(text, at, at + TURN, text * 4 + at // TURN % 4) for text in range(TEXTS) for at in range(0, LENGTH, TURN)
    ]
    return Material(
        passages=tuple(dict.fromkeys(passages)),
        turns=tuple(turns),
        about_speakers={one: {"perspective": f"groep {one % 4}"} for one in range(TEXTS * 4)},
        under={top: frozenset(range(10 + 4 * top, 14 + 4 * top)) for top in range(10)},
        texts=tuple(range(TEXTS)),
        words={text: range(0, LENGTH, 6) for text in range(TEXTS)},
    )


@pytest.fixture(scope="module")
def rows(material: Material) -> Iterator[sqlite3.Connection]:
    """The same as rows: a coding each, with the path of its code."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table code_text (cid integer, fid integer, pos0 integer, pos1 integer, path text)")
        connection.execute("create index by_code on code_text (cid)")
        connection.execute("create index by_path on code_text (path)")
        above = {code: top for top, below in material.under.items() for code in below}
        coded = ((one.code, one.source, one.start, one.end, _path(one.code, above)) for one in material.passages)
        connection.executemany("insert into code_text values (?, ?, ?, ?, ?)", coded)
        yield connection


def _path(code: int, above: dict[int, int]) -> str:
    return f"{above[code]:02}.{code:02}." if code in above else f"{code:02}."


def test_every_code_by_itself(material: Material, rows: sqlite3.Connection, figures: list[Figure]) -> None:
    ours: dict[int, set[Place]] = {}
    theirs: dict[int, set[Place]] = {}
    name = f"passages of each of {CODES} codes, of {CODINGS:,} codings"
    figures.append(measure(name, 1.0, lambda: ours.update(_each(_fresh(material))), rounds=ROUNDS, warm=1))
    figures.append(
        measure("the same, one query a code (QualCoder)", 1.0, lambda: theirs.update(_asked(rows)), rounds=ROUNDS)
    )

    assert ours == theirs
    assert sum(map(len, ours.values())) > CODINGS * 0.9


def _fresh(material: Material) -> Material:
    """Without what an earlier question left in it."""
    return narrowed(Material(**{name: getattr(material, name) for name in material.__dataclass_fields__}), {})


def _each(material: Material) -> dict[int, set[Place]]:
    return {code: {tuple(hit) for hit in found(Coded(code, below=False), material)} for code in range(CODES)}


def _asked(rows: sqlite3.Connection) -> dict[int, set[Place]]:
    sql = "select fid, pos0, pos1 from code_text where cid = ? order by fid, pos0"
    return {code: set(rows.execute(sql, (code,))) for code in range(CODES)}


def test_codes_with_those_below(material: Material, rows: sqlite3.Connection, figures: list[Figure]) -> None:
    ours: dict[int, set[Place]] = {}
    theirs: dict[int, set[Place]] = {}
    sql = "select distinct fid, pos0, pos1 from code_text where path like ? order by fid, pos0"

    def ask() -> None:
        material_ = _fresh(material)
        ours.update({top: {tuple(hit) for hit in found(Coded(top), material_)} for top in range(10)})

    def peer() -> None:
        theirs.update({top: set(rows.execute(sql, (f"{top:02}.%",))) for top in range(10)})

    figures.append(measure("passages of 10 codes and those below", 1.0, ask, rounds=ROUNDS, warm=1))
    figures.append(measure("the same, by the beginning of a path (Taguette)", 1.0, peer, rounds=ROUNDS))

    assert ours == theirs


def test_two_codes_together(material: Material, rows: sqlite3.Connection, figures: list[Figure]) -> None:
    pairs = list(combinations(range(10), 2))
    ours: dict[tuple[int, int], set[Place]] = {}
    theirs: dict[tuple[int, int], set[Place]] = {}

    def ask() -> None:
        material_ = _fresh(material)
        for one, two in pairs:
            question = And((Coded(one, below=False), Coded(two, below=False)))
            ours[one, two] = {tuple(hit) for hit in found(question, material_)}

    def peer() -> None:
        coded = _asked(rows)
        theirs.update({(one, two): set(_overlaps(coded[one], coded[two])) for one, two in pairs})

    figures.append(measure(f"and, of {len(pairs)} pairs of codes", 1.0, ask, rounds=ROUNDS, warm=1))
    figures.append(measure("the same, pairs of rows (QualCoder, Taguette's export)", 1.0, peer, rounds=2))

    assert ours == theirs


def _overlaps(ones: set[Place], twos: set[Place]) -> Iterator[Place]:
    """Every row beside every other."""
    for fid, start, end in ones:
        for other, first, last in twos:
            if fid == other and start < last and first < end:
                yield fid, max(start, first), min(end, last)


def test_either_of_two(material: Material, rows: sqlite3.Connection, figures: list[Figure]) -> None:
    pairs = list(combinations(range(10), 2))
    ours: dict[tuple[int, int], set[Place]] = {}
    theirs: dict[tuple[int, int], set[Place]] = {}

    def ask() -> None:
        material_ = _fresh(material)
        for one, two in pairs:
            question = Or((Coded(one, below=False), Coded(two, below=False)))
            ours[one, two] = {tuple(hit) for hit in found(question, material_)}

    def peer() -> None:
        sql = "select distinct fid, pos0, pos1 from code_text where cid in (?, ?) order by fid, pos0"
        theirs.update({pair: set(rows.execute(sql, pair)) for pair in pairs})

    figures.append(measure(f"or, of {len(pairs)} pairs of codes", 1.0, ask, rounds=ROUNDS, warm=1))
    figures.append(measure("the same, one query a pair", 1.0, peer, rounds=ROUNDS))

    assert ours == theirs


def test_who_is_behind_it(material: Material, figures: list[Figure]) -> None:
    """What neither peer has: people and sources of every group, and what codes share, of all codes."""
    name = f"people, sources and words of {CODES} codes in 4 groups"
    figures.append(measure(name, 1.0, lambda: _counted(_fresh(material)), rounds=3, warm=1))
    pairs = CODES * (CODES - 1) // 2
    every = list(range(CODES))
    figures.append(
        measure(f"together, all {pairs:,} pairs", 2.0, lambda: together(_fresh(material), every, below=False), rounds=3)
    )

    assert len(_counted(material)) == CODES


def _counted(material: Material) -> list[object]:
    known = groups(material, "perspective", material.texts, material.words)
    return [
        counted(found(Coded(code), material), material, "perspective", known, material.words) for code in range(CODES)
    ]
