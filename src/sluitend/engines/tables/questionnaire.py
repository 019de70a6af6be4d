"""What is wrong with the answers of a questionnaire on who works with whom, and the answers that are left.

Cells by what they hold: organisation, about, intensity, and where the file has them trust, value, group and
respondent (a key that tells apart who of one organisation answered; it is not kept).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import pyarrow as pa

from sluitend.engines.chain.quality import worst_first
from sluitend.engines.chain.remarks import Code, Remark
from sluitend.engines.tables.reading import bare, numbers, step, unclear
from sluitend.engines.tables.rows import Cells, far, new_values, places, remark, spelled_alike, unknown_words

ORGANISATION, ABOUT, INTENSITY = "organisation", "about", "intensity"
TRUST, VALUE, GROUP, RESPONDENT = "trust", "value", "group", "respondent"
SCHEMA: Final = pa.schema(
    [
        (ORGANISATION, pa.string()),
        (ABOUT, pa.string()),
        (INTENSITY, pa.int64()),
        (TRUST, pa.float64()),
        (VALUE, pa.float64()),
        (GROUP, pa.string()),
    ]
)  # as `chain.answers_of` reads it


def quality(cells: Cells, known: Mapping[str, Collection[str]] | None = None) -> tuple[Remark, ...]:
    """Everything there is to say, the worst first. `known`: the values that a column may have."""
    return worst_first([*_rows(cells), *_words(cells, known or {}), *_voices(cells)])


def usable(cells: Cells) -> list[bool]:
    """Of each row whether it is an answer: somebody says something of somebody else."""
    pairs = zip(cells[ORGANISATION], cells[ABOUT], strict=True)
    return [bool(bare(one)) and bool(bare(two)) and bare(one) != bare(two) for one, two in pairs]


def answers(cells: Cells) -> pa.Table:
    """The usable rows, by `SCHEMA`; what cannot be read is null."""
    kept = places(usable(cells))
    made: dict[str, list[str | int | float | None]] = {}
    for name in SCHEMA.names:
        texts = cells.get(name)
        made[name] = [None] * len(kept) if texts is None else [_read(name, cells)[at] for at in kept]
    return pa.table(made, SCHEMA)


def _read(name: str, cells: Cells) -> list[str | int | float | None]:
    texts = cells[name]
    if name == INTENSITY:
        return [step(text) for text in texts]
    if name in (TRUST, VALUE):
        return [*numbers(texts)]
    return [bare(text) or None for text in texts]


def _rows(cells: Cells) -> Iterator[Remark]:
    one, two = ([bare(text) for text in cells[name]] for name in (ORGANISATION, ABOUT))
    yield from remark(Code.NO_NAME, ORGANISATION, places(not name for name in one))
    yield from remark(Code.NO_NAME, ABOUT, places(not name for name in two))
    same = (bool(name) and name == other for name, other in zip(one, two, strict=True))
    yield from remark(Code.ITSELF, ABOUT, places(same))
    said = cells[INTENSITY]
    yield from remark(Code.OFF_LADDER, INTENSITY, places(bool(bare(text)) and step(text) is None for text in said))
    yield from remark(Code.NO_ANSWER, INTENSITY, places(not bare(text) for text in said))
    yield from remark(Code.SAID_TWICE, RESPONDENT, _again(cells))
    for name in (TRUST, VALUE):
        texts = cells.get(name, ())
        found = numbers(texts)
        doubted = unclear(texts)
        no_number = places(bool(bare(text)) and value is None for text, value in zip(texts, found, strict=True))
        yield from remark(Code.BAD_NUMBER, name, set(no_number).difference(doubted))
        yield from remark(Code.UNCLEAR_NUMBER, name, doubted)
        yield from remark(Code.FAR_OFF, name, far(found))


def _again(cells: Cells) -> list[int]:
    """Without respondents nobody knows: two rows of one organisation may be two people."""
    if RESPONDENT not in cells:
        return []
    seen: set[tuple[str, ...]] = set()
    found = []
    columns = [cells[name] for name in (RESPONDENT, ORGANISATION, ABOUT, GROUP) if name in cells]
    for at, row in enumerate(zip(*columns, strict=True)):
        key = tuple(bare(text) for text in row)
        if key[0] and key in seen:
            found.append(at)
        seen.add(key)
    return found


def _words(cells: Cells, known: Mapping[str, Collection[str]]) -> Iterator[Remark]:
    for name in (ORGANISATION, ABOUT, GROUP):
        if name in cells:
            yield from unknown_words(name, cells[name])
            yield from new_values(name, cells[name], known.get(name))
    yield from spelled_alike({name: cells[name] for name in (ORGANISATION, ABOUT)})
    if GROUP in cells:
        yield from spelled_alike({GROUP: cells[GROUP]})


def _voices(cells: Cells) -> Iterator[Remark]:
    """Who is spoken of and says nothing, and for whom one person speaks: what that organisation says, he says."""
    silent, alone = silent_of(cells), lone_voices(cells)
    if silent:
        yield Remark(Code.SILENT, ABOUT, len(silent))
    if alone:
        yield Remark(Code.ONE_VOICE, RESPONDENT if RESPONDENT in cells else ORGANISATION, len(alone))


def silent_of(cells: Cells) -> set[str]:
    """Organisations that others speak of and that gave no step themselves."""
    speaking = {
        bare(one) for one, said in zip(cells[ORGANISATION], cells[INTENSITY], strict=True) if step(said) is not None
    }
    return {bare(two) for two in cells[ABOUT] if bare(two)} - speaking


def lone_voices(cells: Cells) -> set[str]:
    """Organisations with one respondent: by their keys, else where no two rows speak of the same."""
    if RESPONDENT in cells:
        keys: dict[str, set[str]] = defaultdict(set)
        for one, who in zip(cells[ORGANISATION], cells[RESPONDENT], strict=True):
            keys[bare(one)].add(bare(who))
        return {one for one, who in keys.items() if one and len(who) == 1}
    groups = cells.get(GROUP, [None] * len(cells[ABOUT]))
    most: dict[str, int] = {}
    counted: dict[tuple[str, str, str], int] = defaultdict(int)
    for one, two, group in zip(cells[ORGANISATION], cells[ABOUT], groups, strict=True):
        key = (bare(one), bare(two), bare(group))
        counted[key] += 1
        most[key[0]] = max(most.get(key[0], 0), counted[key])
    return {one for one, rows in most.items() if one and rows == 1}
