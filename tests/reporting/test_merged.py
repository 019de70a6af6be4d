"""A reference to a finding that was merged keeps working in the report."""

from __future__ import annotations

import html

import pytest

from sluitend.apps.findings import actions as findings
from sluitend.apps.people.models import User
from sluitend.apps.reporting import building, queries
from tests.reporting.conftest import Chain

pytestmark = pytest.mark.django_db


def test_its_label_becomes_that_of_the_finding_in_which_it_stands(leader: User, chain: Chain) -> None:
    double = findings.add_finding(actor=leader, evaluation=chain.evaluation, title="Er belt niemand (fictief)")
    chain.write(leader, f"Zie [[{double}]].\n\n[[{double}]]")
    findings.merge_findings(actor=leader, finding=double, into=chain.finding)

    draft = building.assemble(queries.material_for(leader, chain.evaluation))

    shown = html.unescape(building.inside_html(draft))
    assert draft.lost == []
    assert chain.finding.title in shown
    assert f">{double}<" not in shown
