"""Everybody visits every address, and the outcome is the one that `expected.yaml` writes down.

docs/developer/permissions.md says how to add a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction

from sluitend.config.public_urls import PUBLIC
from tests.permissions.visiting import AUDIT, METHODS, Tour, tour
from tests.permissions.world import PEOPLE, build

TABLE = Path(__file__).with_name("expected.yaml")
OBSERVED = Path(__file__).parents[2] / "test-results" / "permissions.yaml"

# Reading that leaves an audit event: a source's text, its original, a built report, the audit trail itself.
READING_IS_AUDITED = {
    "analyses:api_result",
    "analyses:case",
    "analyses:cases",
    "analyses:dots",
    "analyses:take",
    "analyses:take_dots",
    "analyses:take_exact",
    "coding:compare",
    "coding:place",
    "coding:take_agreement",
    "coding:take_lines",
    "coding:take_quotes",
    "coding:workbench",
    "design:audit_export",
    "fieldwork:change_identity",
    "fieldwork:destruction_word",
    "fieldwork:identity",
    "people:audit_csv",
    "reporting:download",
    "reporting:house_style_file",
    "sources:compare",
    "sources:correct",
    "sources:differences",
    "sources:download_text",
    "sources:change_name",
    "sources:names_list",
    "sources:names_review",
    "sources:original",
    "sources:release",
    "sources:text",
    "sources:version_text",
}
# A look at these finishes something that belongs to allauth: recovery codes that were shown.
LOOKING_WRITES = {"mfa_view_recovery_codes": {"mfa_authenticator"}}

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # the mark makes pytest-django set the database up


@pytest.fixture(scope="module")
def visits(django_db_setup: None, django_db_blocker: Any) -> Tour:
    """One tour for all tests of this file; the world is gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = tour(build())
        transaction.set_rollback(True)
    return found


def lines(visits: Tour) -> dict[str, str]:
    """`people:users GET POST` -> the outcomes for PEOPLE in their order; methods that end alike share a line."""
    return dict(_lines(visits))


def _lines(visits: Tour) -> Iterable[tuple[str, str]]:
    for address in dict.fromkeys(address for address, _method, _person in visits):
        ends = [
            (" ".join(visits[address, method, person].outcome for person in PEOPLE), method)
            for method in METHODS
            if (address, method, "leader") in visits
        ]
        for outcomes, group in groupby(sorted(ends), key=lambda pair: pair[0]):
            alike = {method for _outcomes, method in group}
            yield " ".join([address.name, *(method for method in METHODS if method in alike)]), outcomes


def test_everybody_gets_at_every_address_what_is_written(visits: Tour) -> None:
    found = lines(visits)
    OBSERVED.parent.mkdir(exist_ok=True)
    OBSERVED.write_text("".join(f"{line}: {outcomes}\n" for line, outcomes in found.items()), "utf-8")

    table: dict[str, str] = yaml.safe_load(TABLE.read_text("utf-8"))
    wrong = [
        f"{line}: {outcomes} (expected.yaml: {table.get(line, 'no such line')})"
        for line, outcomes in found.items()
        if table.get(line) != outcomes
    ]
    assert wrong + [f"{line}: no such address or method" for line in table if line not in found] == []


def test_nothing_is_public_but_what_is_public_on_purpose(visits: Tour) -> None:
    open_to_all = {
        a.view for (a, _m, person), visit in visits.items() if person == "anonymous" and visit.outcome != "login"
    }

    assert open_to_all == PUBLIC


def test_who_has_no_role_never_learns_that_an_evaluation_is_there(visits: Tour) -> None:
    told = {
        f"{address.name} {method} {person}: {visit.outcome}"
        for (address, method, person), visit in visits.items()
        if "evaluation_id" in address.arguments and person in {"outsider", "owner"} and visit.outcome != "404"
    }
    assert told == set()


def test_a_reader_changes_nothing_in_an_evaluation(visits: Tour) -> None:
    changed = {
        f"{address.name} {method}: {sorted(visit.wrote)}"
        for (address, method, person), visit in visits.items()
        if "evaluation_id" in address.arguments and person == "reader" and visit.wrote - {AUDIT}
    }
    assert changed == set()


def test_looking_changes_nothing(visits: Tour) -> None:
    changed = {
        f"{address.name} {person}: {sorted(visit.wrote)}"
        for (address, method, person), visit in visits.items()
        if method == "GET"
        and visit.wrote - ({AUDIT} if address.view in READING_IS_AUDITED else LOOKING_WRITES.get(address.view, set()))
    }
    assert changed == set()


def test_every_write_leaves_an_audit_event(visits: Tour) -> None:
    silent = {
        f"{address.name} {method} {person}: {sorted(visit.wrote)}"
        for (address, method, person), visit in visits.items()
        if visit.wrote and AUDIT not in visit.wrote
    }
    assert silent == set()
