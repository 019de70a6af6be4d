"""Comparing two versions of a long text, beside Python's own difflib on a tenth of it."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from benchmarks.measuring import Figure, measure
from sluitend.engines.text.anchoring import align

CHARACTERS = 500_000
EDITS = 200
FRAGMENTS = 5_000
TURNS = (
    "Interviewer: Waarom was dat zo?\n\n",
    "R1: Ja, dat klopt.\n\n",
    "R2: Dat weet ik niet meer precies.\n\n",
)


def _transcript(chance: random.Random) -> str:
    """A conversation in which much is said again and again (fictief)."""
    words = [f"woord{n}" for n in range(4_000)]
    said = (chance.choice([*TURNS, f"R1: {' '.join(chance.choices(words, k=25))}.\n\n"]) for _ in range(12_000))
    return "".join(said)[:CHARACTERS]


def _one_line(chance: random.Random) -> str:
    """Words that come back, without a sentence's end: the hardest that a person could bring."""
    return "".join(chance.choice(["ja ", "nee ", "dus ", "nou "]) for _ in range(CHARACTERS // 4))[:CHARACTERS]


def _corrected(text: str, chance: random.Random) -> str:
    for _ in range(EDITS):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["", "moeder A", "niet ", "consulent 3"]) + text[at + chance.randrange(12) :]
    return text


@pytest.mark.parametrize("make", [_transcript, _one_line])
def test_comparing(make: object, figures: list[Figure]) -> None:
    chance = random.Random(20261122)
    old = make(chance)  # type: ignore[operator]
    new = _corrected(old, chance)
    name = make.__name__.strip("_")  # type: ignore[attr-defined]

    figures.append(measure(f"align {len(old):,} chars, {EDITS} edits: {name}", 2.0, lambda: align(old, new), rounds=5))
    found = align(old, new)
    spans = [(start := chance.randrange(len(old) - 200), start + chance.randrange(1, 200)) for _ in range(FRAGMENTS)]
    figures.append(
        measure(f"place {FRAGMENTS:,} fragments: {name}", 1.0, lambda: [found.place(*span) for span in spans], rounds=5)
    )
    tenth, short = old[: CHARACTERS // 10], _corrected(old[: CHARACTERS // 10], chance)
    figures.append(
        measure(
            f"difflib by word on a tenth: {name}",
            2.0,
            lambda: SequenceMatcher(None, tenth.split(), short.split(), autojunk=False).get_opcodes(),
            rounds=1,
        )
    )
