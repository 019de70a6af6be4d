"""Coded conversations of which everything is known beforehand. Everything is fictitious.

Parents (5, alone), young people (4, one group), the municipality (6, alone), and a public document. "Wachten" is said
by 4 parents and 2 young people, "Regie" by 5 of the municipality and nobody else; "Lang", below "Wachten", by 2
parents.
Each conversation is 100 words of one letter, so that word 7 begins at 14.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sluitend.apps.analyses.kit.analysis import Analysis, CodedInputs, checked
from sluitend.apps.analyses.kit.outside import outside
from sluitend.apps.analyses.kit.result import Cell, Result
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of_codes
from sluitend.engines.retrieval.material import Material, Passage, Turn

WACHTEN, LANG, REGIE = 1, 2, 3
OUDERS, JONGEREN, GEMEENTE = "ouders", "jongeren", "gemeente"
GROUP, DOCUMENT = 6, 20
_PARENTS, _OFFICIALS = range(1, 6), range(11, 17)
_PHASES = {1: "tussenevaluatie", 2: "tussenevaluatie", 3: "tussenevaluatie", 11: "tussenevaluatie"}


def material() -> Material:
    texts = (*_PARENTS, GROUP, *_OFFICIALS, DOCUMENT)
    about = {source: {"perspective": OUDERS} for source in _PARENTS}
    about |= {source: {"perspective": GEMEENTE, "place": "Waterdam"} for source in _OFFICIALS}
    about |= {GROUP: {"perspective": JONGEREN}, DOCUMENT: {"perspective": GEMEENTE}}
    for source in texts:
        about[source]["phase"] = _PHASES.get(source, "eindevaluatie")
    passages = [Passage(source, 0, 20, WACHTEN) for source in range(1, 5)]
    passages += [Passage(source, 10, 16, LANG) for source in (1, 2)]
    passages += [Passage(GROUP, 40, 60, WACHTEN)]
    passages += [Passage(source, 100, 140, REGIE) for source in range(11, 16)]
    passages += [Passage(DOCUMENT, 0, 10, REGIE)]
    return Material(
        passages=tuple(passages),
        turns=tuple(Turn(GROUP, 50 * at, 50 * at + 50, at + 1) for at in range(4)),
        about_speakers={},
        about_sources=about,
        under={WACHTEN: frozenset({LANG})},
        people={at: f"R{60 + at}" for at in range(1, 5)},
        alone={source: f"R{source}" for source in (*_PARENTS, *_OFFICIALS)},
        texts=texts,
        words={source: tuple(range(0, 200, 2)) for source in texts},
        dates={source: date(2026, 2 if source < 10 else 5, 1) for source in texts if source != DOCUMENT},
        names={WACHTEN: "Wachten", LANG: "Wachten › Lang", REGIE: "Regie"},
        values={
            "perspective": (OUDERS, JONGEREN, GEMEENTE),
            "place": ("Waterdam",),
            "phase": ("tussenevaluatie", "eindevaluatie"),
        },
        topics={"wachten": frozenset({OUDERS, GEMEENTE}), "regie": frozenset({GEMEENTE})},
        asked_by="perspective",
    )


def asked(analysis: Analysis, of: Material | None = None, **given: Any) -> Result:
    """The exact result."""
    inputs = CodedInputs(of := of or material(), vocabulary_of_codes(of))
    return analysis.run(inputs, checked(analysis, given, inputs.vocabulary), lambda percent: None)


def told(analysis: Analysis, of: Material | None = None, **given: Any) -> Result:
    """What may leave the team."""
    inputs = vocabulary_of_codes(of or material())
    return outside(analysis, asked(analysis, of, **given), checked(analysis, given, inputs))


def rows(result: Result, key: str, *columns: str) -> list[tuple[Cell, ...]]:
    """These columns of a table."""
    found = next(one for one in result.tables if one.key == key)
    return [tuple(row.get(column) for column in columns) for row in records(found)]
