"""Figures of a directed network, from its adjacency alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
_BLOCK = 256  # sources at a time: bounded memory
_DEARER = 200  # what following one arc costs, in cells of a product of matrices


def betweenness(linked: Flags) -> Floats:
    """Of every node the share of the ordered pairs of other nodes whose shortest paths go through it; where there are
    several shortest paths, the share of those (Freeman, Sociometry 40, 1977). Zero with fewer than three nodes.

    Brandes' accumulation (Journal of Mathematical Sociology 25, 2001), for a block of sources at a time; rounded to
    twelve decimals, so that the order in which a machine adds cannot be seen.
    """
    size = len(linked)
    if size < 3:
        return np.zeros(size)
    onward, back = _Arcs(linked), _Arcs(linked.T)
    blocks = (np.arange(first, min(first + _BLOCK, size)) for first in range(0, size, _BLOCK))
    found = sum((_through(onward, back, sources) for sources in blocks), np.zeros(size))
    return np.asarray((found / ((size - 1) * (size - 2))).round(12))


class _Arcs:
    """The arcs of a network, to go over all at once or one by one."""

    def __init__(self, linked: Flags) -> None:
        self.matrix = linked.astype(np.float64)
        self.ends = np.nonzero(linked)[1]
        self.counts = linked.sum(axis=1)
        self.starts = np.cumsum(self.counts) - self.counts

    def over(self, values: Floats) -> Floats:
        """Of rows with a value per node: for every node the sum of the values of those with an arc to it."""
        rows, nodes = np.nonzero(values)
        counts = self.counts[nodes]
        if counts.sum() * _DEARER > values.size * len(self.matrix):
            return np.asarray(values @ self.matrix)
        from_ = np.repeat(np.arange(len(nodes)), counts)
        arcs = np.arange(len(from_)) - np.repeat(np.cumsum(counts) - counts, counts) + self.starts[nodes][from_]
        places = rows[from_] * len(self.matrix) + self.ends[arcs]
        reached = np.bincount(places, values[rows, nodes][from_], minlength=values.size)
        return np.asarray(reached, np.float64).reshape(values.shape)


def _through(onward: _Arcs, back: _Arcs, sources: Places) -> Floats:
    """How many pairs from these sources each node lies between."""
    distance, paths, furthest = _shortest(onward, sources)
    between = np.zeros_like(paths)
    for level in range(furthest, 1, -1):
        share = np.where(distance == level, (1 + between) / np.maximum(paths, 1), 0)
        between += np.where(distance == level - 1, back.over(share) * paths, 0)
    return np.asarray(between.sum(axis=0))


def _shortest(onward: _Arcs, sources: Places) -> tuple[Places, Floats, int]:
    """From every source to every node: the steps (-1: no way), the number of shortest paths; and the most steps."""
    distance = np.full((len(sources), len(onward.counts)), -1)
    distance[np.arange(len(sources)), sources] = 0
    paths = (distance == 0).astype(np.float64)
    front, level = paths, 0
    while True:
        reached = onward.over(front)
        fresh = (reached > 0) & (distance < 0)
        if not fresh.any():
            return distance, paths, level
        level += 1
        distance[fresh] = level
        front = np.where(fresh, reached, 0)
        paths = paths + front


def cut_off(linked: Flags) -> list[int]:
    """Of every node how many others lose contact with the largest part of theirs when it is gone, whatever the
    direction of links; 0 but for what is called an articulation point (Hopcroft and Tarjan, CACM 16, 1973)."""
    either = linked | linked.T
    neighbours = [np.flatnonzero(row).tolist() for row in either]
    found, seen = [0] * len(linked), [False] * len(linked)
    for root in range(len(linked)):
        if not seen[root]:
            _cut_off(root, neighbours, seen, found)
    return found


def _cut_off(root: int, neighbours: Sequence[Sequence[int]], seen: list[bool], found: list[int]) -> None:
    """Of all nodes that hang together with the root, in `found`: by depth-first search without recursion."""
    order, parent = _walk(root, neighbours, seen)
    place = {node: number for number, node in enumerate(order)}
    low = {node: min([place[node], *(place[other] for other in neighbours[node])]) for node in order}
    size = dict.fromkeys(order, 1)
    parts: dict[int, list[int]] = {node: [] for node in order}
    for node in reversed(order[1:]):
        above = parent[node]
        size[above] += size[node]
        low[above] = min(low[above], low[node])
        if low[node] >= place[above]:
            parts[above].append(size[node])
    for node, pieces in parts.items():
        pieces.append(len(order) - 1 - sum(pieces))  # what hangs together above it
        found[node] = len(order) - 1 - max(pieces)


def _walk(root: int, neighbours: Sequence[Sequence[int]], seen: list[bool]) -> tuple[list[int], dict[int, int]]:
    """The nodes in the order in which a depth-first search comes to them, and from where it came."""
    order, parent = [root], {}
    seen[root] = True
    stack = [(root, iter(neighbours[root]))]
    while stack:
        node, rest = stack[-1]
        onward = next((other for other in rest if not seen[other]), None)
        if onward is None:
            stack.pop()
            continue
        seen[onward], parent[onward] = True, node
        order.append(onward)
        stack.append((onward, iter(neighbours[onward])))
    return order, parent
