"""Which objects stand in the picture around one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sluitend.apps.reporting.chain.graph import Graph
from sluitend.apps.reporting.chain.passages import CODE
from sluitend.apps.reporting.chain.ties import Ties

Found = dict[str, list[str]]  # the labels of each kind, by letter


def letter_of(label: str) -> str:
    """``AF`` of ``AF3``."""
    return label.rstrip("0123456789.")


def around(graph: Graph, centre: str, rests_on: Iterable[str] = (), rest_on_it: Iterable[str] = ()) -> Found:
    """Everything that the centre rests on and everything that rests on it, with the questions and codes of these.

    `rests_on` and `rest_on_it` are the neighbours of an object that other rooms know.
    """
    from_below, from_above = _seeds(graph, centre)
    up = _walked([*from_below, *rests_on], [ties.below for ties in reversed(graph.spine)])
    down = _walked([*from_above, *rest_on_it], [ties.above for ties in graph.spine])
    agreements = [agreement for label in down for agreement in graph.kept.above(label)]
    labels = dict.fromkeys([centre, *up, *down, *agreements])
    return _in_order(graph, [*labels, *_beside(graph, centre, labels)])


def _seeds(graph: Graph, centre: str) -> tuple[list[str], list[str]]:
    """Where the walk to what it rests on begins, and the one to what rests on it."""
    letter = letter_of(centre)
    if letter == CODE:
        fragments = graph.coded.below(centre)
        return fragments, fragments
    if letter == "V":
        conclusions = graph.answered.above(centre)
        return [*conclusions, *graph.asked.above(centre)], conclusions
    return [centre], [centre]


def _walked(seeds: list[str], steps: list[Callable[[str], list[str]]]) -> list[str]:
    """All that is met on the way; every step takes what it knows one kind further."""
    met = dict.fromkeys(seeds)
    for step in steps:
        met |= dict.fromkeys(found for label in list(met) for found in step(label))
    return list(met)


def _beside(graph: Graph, centre: str, labels: Mapping[str, None]) -> list[str]:
    """Questions, codes and the logbook rest on nothing: they tell what the others are about."""
    found: list[str] = []
    if letter_of(centre) != "V":
        found += _all(graph.asked, labels) + _all(graph.answered, labels)
    if letter_of(centre) != CODE:
        found += [code for label in labels for code in graph.coded.above(label)]
    if letter_of(centre) != "L":
        found += _all(graph.told, labels)
    return found


def _all(ties: Ties, labels: Mapping[str, None]) -> list[str]:
    return [found for label in labels for found in ties.below(label)]


def _in_order(graph: Graph, labels: Iterable[str]) -> Found:
    found: Found = {}
    for label in dict.fromkeys(labels):
        found.setdefault(letter_of(label), []).append(label)
    for letter, these in found.items():
        place = {label: at for at, label in enumerate(graph.known(letter))}
        these.sort(key=lambda label: (place.get(label, 0), _number(label)))
    return found


def _number(label: str) -> tuple[int, ...]:
    return tuple(map(int, label[len(letter_of(label)) :].split(".")))
