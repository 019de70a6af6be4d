"""The picture around one object by loops: what it rests on, what rests on it, and what tells what these are about.

From the issue and the user guide, chapter 6. A passage rests on its source, a finding on its passages, a conclusion on
findings, a recommendation on conclusions, an agreement on passages. Questions, codes and the logbook rest on nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.twins.world import World


@dataclass
class Picture:
    below: set[str]  # the centre rests on these
    above: set[str]  # these rest on the centre
    beside: set[str]  # what these are about

    @property
    def all(self) -> set[str]:
        return self.below | self.above | self.beside


def rests_on(world: World) -> set[tuple[str, str]]:
    """(what rests, on what), one step."""
    standing = {one.number for one in world.standing}
    pairs = {(f"F{one.number}", f"S{one.text.number}") for one in world.passages}
    pairs |= {(f"B{one.number}", f"F{passage}") for one in world.standing for passage in one.evidence}
    pairs |= {(f"C{n}", f"B{one}") for n, (_asked, found) in world.answers.items() for one in found & standing}
    pairs |= {(f"A{n}", f"C{one}") for n, found in world.advice.items() for one in found}
    pairs |= {(f"AF{n}", f"F{one}") for n, found in world.agreements.items() for one in found}
    return pairs | {(f"AF{n}", f"F{one}") for n, one in world.written.items()}


def about(world: World) -> set[tuple[str, str]]:
    """(a question, a code or an entry of the logbook, what it is about)."""
    pairs = {(asked, f"B{one.number}") for one in world.standing for asked in one.questions}
    pairs |= {(asked, f"C{number}") for number, (asked, _found) in world.answers.items()}
    pairs |= {(f"K{code}", f"F{one.number}") for one in world.passages for code in one.codes}
    standing = {one.number for one in world.standing}
    return pairs | {(f"L{n}", f"B{one}") for n, found in world.entries.items() for one in found & standing}


def picture(world: World, centre: str) -> Picture:
    """Everything around the object with this label."""
    pairs, told = rests_on(world), about(world)
    letter = centre.rstrip("0123456789.")
    down, up = {centre}, {centre}
    if letter in ("K", "L"):
        down = {centre} | {one for by, one in told if by == centre and letter == "K"}
        up = {centre} | {one for by, one in told if by == centre}
    if letter == "V":  # its answer, with what rests on that; its findings, with what they rest on
        down = {centre} | {one for by, one in told if by == centre}
        up = {centre} | {one for one in down if one.startswith("C")}
    below, above = _closed(down, pairs), _closed(up, {(lower, upper) for upper, lower in pairs})
    seen = below | above
    beside = {by for by, one in told if one in seen and by.rstrip("0123456789.") != letter}
    return Picture(below, above, beside)


def _closed(found: set[str], pairs: set[tuple[str, str]]) -> set[str]:
    while True:
        more = {lower for upper, lower in pairs if upper in found} - found
        if not more:
            return found
        found = found | more


def stale(world: World) -> set[str]:
    """Conclusions and recommendations under which words were withdrawn."""
    pairs = rests_on(world)
    gone = {f"F{one.number}" for one in world.passages if one.gone}
    labels = [f"C{number}" for number in world.answers] + [f"A{number}" for number in world.advice]
    return {label for label in labels if _closed({label}, pairs) & gone}
