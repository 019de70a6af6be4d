"""The checker finds passages that wait to be placed in a corrected text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Stance
from sluitend.apps.people.models import User
from sluitend.apps.reporting.checker import check
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import SourceKind, VersionKind

pytestmark = pytest.mark.django_db
WORDS = "De norm is tien dagen."


@pytest.fixture
def evidence(evaluation: Evaluation, leader: User, make_fragment: Callable[..., Fragment]) -> Fragment:
    """A passage of a public document, under a finding."""
    fragment = make_fragment(WORDS, 1, SourceKind.DOCUMENT, public=True)
    finding = findings.add_finding(actor=leader, evaluation=evaluation, title="De norm ligt vast (fictief)")
    findings.link_evidence(actor=leader, finding=finding, fragment=fragment, stance=Stance.SUPPORTS)
    return fragment


def correct(leader: User, fragment: Fragment, old: str, new: str) -> None:
    version = fragment.version
    text = (version.text or "").replace(old, new)
    sources.publish_version(
        actor=leader, source=version.source, text=text, blocks=[], kind=VersionKind.CORRECTED, reason="drukfout"
    )


def found(evaluation: Evaluation, leader: User) -> list[tuple[str, str]]:
    return [(one.label, one.sentence) for one in check(leader, evaluation).problems if one.rule.code == "F04"]


def test_a_passage_whose_words_changed_is_an_error(evaluation: Evaluation, leader: User, evidence: Fragment) -> None:
    correct(leader, evidence, "tien dagen", "vijf dagen")

    sentence = "De tekst van S1 is gecorrigeerd, en de woorden van deze passage zijn veranderd."
    assert found(evaluation, leader) == [(str(evidence), sentence)]


def test_a_passage_that_went_along_is_none(evaluation: Evaluation, leader: User, evidence: Fragment) -> None:
    correct(leader, evidence, "Achteraf", "Daarna")

    assert found(evaluation, leader) == []
