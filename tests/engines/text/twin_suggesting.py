"""Leave one text out, learn from the rest, and count: in plain Python from docs/methods/suggesties.md, without arrays.

The weights are solved by elimination with pivots; passages are lists of floats, answers lists of bools.
"""

from __future__ import annotations

from collections.abc import Sequence

Row = Sequence[float]
PARTS = 4


def learned(rows: Sequence[Row], answers: Sequence[float]) -> tuple[list[float], list[float], float]:
    """Mean, weights and level of one code."""
    size, count = len(rows[0]), len(rows)
    mean = [sum(row[at] for row in rows) / count for at in range(size)]
    level = sum(answers) / count
    around = [[row[at] - mean[at] for at in range(size)] for row in rows]
    square = [[sum(row[a] * row[b] for row in around) for b in range(size)] for a in range(size)]
    held = 10.0 * sum(square[at][at] for at in range(size)) / size
    for at in range(size):
        square[at][at] += held
    right = [sum(row[at] * (said - level) for row, said in zip(around, answers, strict=True)) for at in range(size)]
    return mean, solved(square, right), level


def solved(square: list[list[float]], right: list[float]) -> list[float]:
    """Gauss–Jordan."""
    rows = [[*row, value] for row, value in zip(square, right, strict=True)]
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda one: abs(rows[one][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(len(rows)):
            if other != at:
                rows[other] = [b - rows[other][at] * a for a, b in zip(rows[at], rows[other], strict=True)]
    return [row[-1] for row in rows]


def score(model: tuple[list[float], list[float], float], row: Row) -> float:
    mean, weights, level = model
    return level + sum((value - middle) * weight for value, middle, weight in zip(row, mean, weights, strict=True))


def threshold(rows: Sequence[Row], answers: Sequence[bool], parts: Sequence[int]) -> float:
    """The lowest score that is said, for the best F1 on parts that were left out in turn."""
    scores = [0.0] * len(rows)
    for part in range(PARTS):
        others = [at for at in range(len(rows)) if parts[at] != part]
        if len(others) in (0, len(rows)):
            continue
        model = learned([rows[at] for at in others], [float(answers[at]) for at in others])
        for at in range(len(rows)):
            if parts[at] == part:
                scores[at] = score(model, rows[at])
    best, found = 0.0, 1e9
    for limit in sorted(set(scores), reverse=True):
        said = [at for at in range(len(rows)) if scores[at] >= limit]
        both = sum(1 for at in said if answers[at])
        f1 = 2 * both / (len(said) + sum(answers)) if said or any(answers) else 0.0
        if f1 > best:
            best, found = f1, limit
    return found


def held_out(rows: Sequence[Row], answers: Sequence[bool], texts: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Of each text: passages, given, said, both, and said and both by the answer that is most frequent elsewhere."""
    order = sorted(set(texts))
    found = {}
    for text in order:
        rest = [at for at in range(len(rows)) if texts[at] != text]
        here = [at for at in range(len(rows)) if texts[at] == text]
        known, said = [rows[at] for at in rest], [answers[at] for at in rest]
        limit = threshold(known, said, [order.index(texts[at]) % PARTS for at in rest])
        model = learned(known, [float(one) for one in said])
        yes = [at for at in here if score(model, rows[at]) >= limit]
        given = [at for at in here if answers[at]]
        usual = here if 2 * sum(said) >= len(said) else []
        both, usual_both = len(set(yes) & set(given)), len(set(usual) & set(given))
        found[text] = (len(here), len(given), len(yes), both, len(usual), usual_both)
    return found


def f1_of(counted: Sequence[tuple[int, ...]], said: int, both: int) -> float:
    """From sums of those columns."""
    given_and_said = sum(one[1] + one[said] for one in counted)
    return 2 * sum(one[both] for one in counted) / given_and_said if given_and_said else 0.0
