"""Recall and precision on the measurement half of the labelled set, with deduce: see docs/developer/names-out.md."""

from __future__ import annotations

import pytest

from sluitend.engines.text.names import Entry, Kind
from sluitend.work.names_host import NamesHost
from tests.engines.text import labelled
from tests.engines.text.deduce_cache import deduce_cache
from tests.engines.text.measure import Score, score

pytestmark = pytest.mark.slow


def own_list() -> list[Entry]:
    """The labelled set's own list as the engine takes it: a street is an address."""
    kinds = {"street": "address"}
    return [
        Entry(number, Kind(kinds.get(listed.kind, listed.kind)), listed.forms)
        for number, listed in enumerate(labelled.own_list())
    ]


@pytest.fixture(scope="module")
def measured() -> Score:
    host = NamesHost(deduce_cache(), build=False)
    truth = labelled.measurement()
    try:
        answers = [host.propose(sentence.text, own_list(), labelled.keep()) for sentence in truth]
    finally:
        host.stop()
    assert all(answer.with_detector for answer in answers)
    return score([answer.spans for answer in answers], truth)


def test_names_on_the_list_are_found(measured: Score) -> None:
    assert measured.listed.share >= 0.99


def test_names_on_no_list_are_found(measured: Score) -> None:
    assert measured.unlisted.share >= 0.90


def test_numbers_and_addresses_are_found(measured: Score) -> None:
    assert measured.shaped.share >= 0.95


def test_proposals_are_right(measured: Score) -> None:
    assert measured.precision.share >= 0.85
