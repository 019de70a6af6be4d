"""Exact events leave as XES or OCEL for the team, recorded, and come back as the log that they were."""

from __future__ import annotations

import gzip
import html
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.datasets import actions, queries
from sluitend.apps.datasets.actions.exporting import Format
from sluitend.apps.datasets.mapping import Roles
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.formats import ocel
from tests.datasets.conftest import files_on_disk
from tests.datasets.near import CANARY, GOOD

pytestmark = pytest.mark.django_db
Make = Callable[..., DatasetVersion]
BACK = Roles("case:concept:name", "concept:name", "time:timestamp", "org:resource", attributes=("case:gemeente",))
TOLD = {"legal_ground": "Artikel 7.4.0 Jeugdwet (fictief voorbeeld)", "dpia_reference": "DPIA 2026-04 (fictief)"}


def content(actor: User, version: DatasetVersion, to: Format, family: str = "") -> bytes:
    return b"".join(actions.export_events(actor=actor, version=version, to=to, family=family).content)


def rows(version: DatasetVersion) -> list[tuple[object, ...]]:
    """Case, activity, moment, resource and the one attribute of every event, names in place of codes."""
    from sluitend.formats.steps.log_again import Again

    with queries.opened(version, "duckdb") as log:
        return [tuple(row.values()) for part in Again(log.coded) for row in part.to_pylist()]


def test_what_leaves_as_xes_comes_back_as_the_same_log(accepted: Make, report: Make, researcher: User) -> None:
    """Days stay days, a case called NA stays one, a missing resource stays missing."""
    version = accepted(GOOD + "NA,Aanmelding,2025-04-01,,Rietveen\n")
    packed = content(researcher, version, Format.XES)

    again = report(packed, BACK, "keten.xes.gz")

    assert rows(again) == rows(version)
    assert ("NA", "Aanmelding", None) in [(row[0], row[1], row[3]) for row in rows(again)]
    assert 'key="sluitend:day_only" value="true"' in gzip.decompress(packed).decode()
    actions.accept(actor=researcher, version=again)
    again.refresh_from_db()
    assert content(researcher, again, Format.XES) == packed


def test_what_leaves_as_ocel_knows_the_families(accepted: Make, researcher: User, tmp_path: Path) -> None:
    version = accepted()
    (tmp_path / "log.json").write_bytes(content(researcher, version, Format.OCEL, "gemeente"))

    table = ocel.flatten(ocel.read(tmp_path / "log.json"), "case", family="family", resource="resource")

    names = ("case", "activity", "time", "resource", "family")
    assert [tuple(row[name] for name in names) for row in table.to_pylist()] == rows(version)


def test_the_licence_and_the_date_go_along_and_it_is_recorded_before(accepted: Make, researcher: User) -> None:
    version = accepted()
    export = actions.export_events(actor=researcher, version=version, to=Format.XES)

    told = AuditEvent.objects.get(action="datasets.exported")
    assert (told.actor_id, told.data["events"], told.data["cases"], told.data["version"]) == (researcher.pk, 4, 2, 1)
    assert export.filename == "D1-1.xes.gz"
    text = gzip.decompress(b"".join(export.content)).decode()
    assert '<string key="sluitend:licence" value="Convenant 2024"/>' in text
    assert f'<string key="sluitend:retain_until" value="{version.dataset.retain_until.isoformat()}"/>' in text


def test_who_hangs_up_leaves_nothing_readable(accepted: Make, researcher: User) -> None:
    version = accepted()
    before = files_on_disk()
    export = actions.export_events(actor=researcher, version=version, to=Format.OCEL)

    assert CANARY.encode() in next(export.content)
    assert len(files_on_disk()) > len(before)
    export.content.close()  # type: ignore[attr-defined]

    assert files_on_disk() == before


def test_only_what_is_in_use_and_known_leaves(report: Make, accepted: Make, researcher: User) -> None:
    waiting = report()
    with pytest.raises(InputError, match="not_exportable"):
        actions.export_events(actor=researcher, version=waiting, to=Format.XES)
    actions.accept(actor=researcher, version=waiting)
    waiting.refresh_from_db()
    with pytest.raises(InputError, match="unknown_column"):
        actions.export_events(actor=researcher, version=waiting, to=Format.OCEL, family="gezin")
    assert not AuditEvent.objects.filter(action="datasets.exported").exists()


def test_readers_outsiders_and_the_key_holder_take_nothing_along(
    accepted: Make, evaluation: Evaluation, leader: User, researcher: User, reader: User, outsider: User
) -> None:
    version = accepted()
    holder = User.objects.create(email="sleutel@example.org", name="Sleutelhouder (fictief)")
    Membership.objects.create(evaluation=evaluation, user=holder, role=Role.RESEARCHER)
    actions.record_ground(actor=leader, evaluation=evaluation, key_holder=holder, **TOLD)

    for user, refusal in ((reader, NotAllowed), (outsider, NotFound)):
        with pytest.raises(refusal):
            actions.export_events(actor=user, version=version, to=Format.XES)
    with pytest.raises(InputError, match="key_holder"):
        actions.export_events(actor=holder, version=version, to=Format.XES)


def test_who_took_events_along_does_not_hold_the_key(
    accepted: Make, evaluation: Evaluation, leader: User, researcher: User
) -> None:
    actions.export_events(actor=researcher, version=accepted(), to=Format.XES)

    with pytest.raises(InputError, match="holder_analyses"):
        actions.record_ground(actor=leader, evaluation=evaluation, key_holder=researcher, **TOLD)


def test_on_screen(
    accepted: Make, report: Make, evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    client, args = client_of(researcher), [evaluation.pk, 1, 1]
    accepted()

    assert reverse("datasets:export", args=args) in client.get(reverse("datasets:version", args=args)).content.decode()
    page = " ".join(html.unescape(client.get(reverse("datasets:export", args=args)).content.decode()).split())
    assert "Dit bestand is alleen voor het analyseteam" in page
    assert "Convenant 2024" in page
    sent = client.post(reverse("datasets:export", args=args), {"to": "xes.gz", "family": "gemeente"})

    assert sent["Content-Disposition"] == 'attachment; filename="D1-1.xes.gz"'
    assert sent["Cache-Control"] == "no-store"
    assert b"Wijkteam Noord" in gzip.decompress(b"".join(sent.streaming_content))


def test_what_is_not_in_use_has_no_such_page(
    report: Make, evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    report()
    args = [evaluation.pk, 1, 1]
    client = client_of(researcher)

    assert "meenemen/" not in client.get(reverse("datasets:version", args=args)).content.decode()
    assert client.get(reverse("datasets:export", args=args)).url == reverse("datasets:version", args=args)  # type: ignore[attr-defined]
