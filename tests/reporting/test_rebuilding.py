"""The same state gives the same file, on another day and for somebody with another language; another state is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions
from sluitend.apps.reporting.models import Build, BuildKind, Stage
from sluitend.work import runs
from sluitend.work.models import Run
from tests.reporting.conftest import Chain

TEXT = """Zie [[B1]] en [[C1]].

[[F2]]

{{bijlagen}}
"""
KINDS = [BuildKind.PUBLIC, BuildKind.DOCX, BuildKind.PDF, BuildKind.SUMMARY]


def final(chain: Chain, leader: User, kind: str) -> Build:
    build = actions.request_build(actor=leader, evaluation=chain.evaluation, kind=kind, stage=Stage.FINAL)
    runs.run_now(Run.objects.get(pk=int(build.run_id)))
    build.refresh_from_db()
    return build


@pytest.mark.parametrize("kind", KINDS)
def test_a_final_file_built_again_is_the_same_to_the_byte(
    kind: str, chain: Chain, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain.write(leader, TEXT)
    first = final(chain, leader, kind)
    then = timezone.now() + timedelta(days=70, hours=5)

    def later() -> datetime:
        return then

    monkeypatch.setattr(timezone, "now", later)
    with translation.override("en"):
        again = final(chain, leader, kind)

    assert again.pk != first.pk
    assert again.built_at - first.built_at > timedelta(days=60)
    assert again.state_sha256 == first.state_sha256
    assert again.sha256 == first.sha256
    contents = [actions.open_build(actor=leader, build=one) for one in (first, again)]
    assert contents[0] == contents[1]


def test_a_changed_state_is_shown_as_such(chain: Chain, leader: User, client_of: Callable[[User], Client]) -> None:
    section = chain.write(leader, TEXT)
    page, url = client_of(leader), reverse("reporting:builds", args=[chain.evaluation.pk])
    for kind in KINDS[:3]:
        final(chain, leader, kind)
    fresh = page.get(url).content.decode()

    row = chain.report.sections.get(pk=section)
    actions.change_section(
        actor=leader, section=row, revision=row.revision, title=row.title, markdown=f"{TEXT}\n\nMeer (fictief)."
    )
    stale = page.get(url).content.decode()

    assert (fresh.count("actueel"), fresh.count("sindsdien gewijzigd")) == (3, 0)
    assert (stale.count("actueel"), stale.count("sindsdien gewijzigd")) == (0, 3)


def test_a_file_is_up_to_date_in_whatever_language_one_looks(
    chain: Chain, leader: User, client_of: Callable[[User], Client]
) -> None:
    chain.write(leader, TEXT)
    page, url = client_of(leader), reverse("reporting:builds", args=[chain.evaluation.pk])
    for kind in KINDS[:3]:
        final(chain, leader, kind)

    page.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = page.get(url).content.decode()

    assert (shown.count("up to date"), shown.count("changed since")) == (3, 0)
