"""The pages of exchange in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import ExchangeImport
from sluitend.work import runs
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot
from tests.reporting.exchange.conftest import brought_in, exported, taken_in
from tests.reporting.exchange.test_arriving import project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_are_accessible_keep_the_policy_and_fit(
    open_page: OpenPage, empty: Evaluation, leader: User, viewport: dict[str, int]
) -> None:
    evaluation = empty
    done, read = brought_in(leader, evaluation, project()), taken_in(leader, evaluation, project())
    exported(leader, evaluation)
    assert done.state == "done"
    refused = taken_in(leader, evaluation, b"geen zip")
    page = open_page(leader, viewport)

    for name, more in (
        ("exchange", []),
        ("export", []),
        ("import", []),
        *(("imported", [one.pk]) for one in (read, done, refused)),
    ):
        page.goto(reverse(f"reporting:{name}", args=[evaluation.pk, *more]))
        screenshot(page, f"exchange-{name}{more[0] if more else ''}-{viewport['width']}")
        assert axe(page) == []
        assert_no_csp_violations(page)
        assert_no_sideways_scroll(page)


def test_a_file_is_chosen_looked_at_and_brought_in(open_page: OpenPage, empty: Evaluation, leader: User) -> None:
    page = open_page(leader)
    page.goto(reverse("reporting:import", args=[empty.pk]))
    file = {"name": "p.qdpx", "mimeType": "application/zip", "buffer": project()}
    page.get_by_label("Uitwisselbestand").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Bestand lezen").click()
    expect(page).to_have_url(re.compile(r"/uitwisselen/import/\d+/$"))
    runs.drain()
    expect(page.get_by_role("heading", name="Wat niet meekomt")).to_be_visible()

    page.get_by_label("Codeur “Codeur Elders (fictief)” is").select_option(label=leader.name)
    page.get_by_label("zijn openbare documenten").check()
    page.get_by_role("button", name="Binnenhalen").click()
    expect(page.get_by_text("Het bestand wordt binnengehaald.")).to_be_visible()
    runs.drain()

    expect(page.get_by_role("heading", name="Wat niet meekwam")).to_be_visible()
    assert ExchangeImport.objects.get().brought["codings"] == 1
    assert_no_csp_violations(page)
