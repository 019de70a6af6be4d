"""Networks by walking through them: nothing of the engine in it."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from tests.engines.chain.twin import Event

Links = dict[str, set[str]]


def handovers(events: list[Event]) -> list[tuple[str, str, str, int]]:
    """Case, from, to, and the moment at which the other goes on."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event[0]].append(event)
    return [
        (case, one[3], two[3], two[2])
        for case, rows in cases.items()
        for one, two in pairwise(sorted(rows, key=lambda row: row[2]))
        if one[3] is not None and two[3] is not None and one[3] != two[3]
    ]


def shortest(links: Links, one: str, two: str) -> list[list[str]]:
    """All shortest ways, by trying every way of one step more."""
    ways = [[one]]
    for _ in links:
        ways = [[*way, onward] for way in ways for onward in links[way[-1]] if onward not in way]
        found = [way for way in ways if way[-1] == two]
        if found:
            return found
    return []


def betweenness(links: Links, node: str) -> float:
    others = [one for one in links if one != node]
    pairs = [(one, two) for one in others for two in others if one != two]
    total = 0.0
    for one, two in pairs:
        ways = shortest(links, one, two)
        if ways:
            total += sum(node in way for way in ways) / len(ways)
    return total / len(pairs) if pairs else 0.0


def cut_off(links: Links, node: str) -> int:
    """How many that hung together with it are no longer with the most of them when it is gone."""
    either: Links = {one: {two for two in links if two in links[one] or one in links[two]} for one in links}
    left = _together(either, node, set()) - {node}
    parts = []
    rest = set(left)
    while rest:
        part = _together(either, min(rest), {node})
        parts.append(len(part))
        rest -= part
    return len(left) - max(parts, default=0)


def _together(either: Links, node: str, without: set[str]) -> set[str]:
    found, front = {node}, [node]
    while front:
        for other in either[front.pop()] - found - without:
            found.add(other)
            front.append(other)
    return found
