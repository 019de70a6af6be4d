"""Files that were cut off, that unpack without end, that hold entities or that are no log: one sentence, and nothing
stays of them but hash, size and reason."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from sluitend.apps.datasets import actions
from sluitend.apps.datasets.mapping import Roles
from sluitend.apps.datasets.models import DatasetVersion, VersionState
from sluitend.apps.datasets.wording import refusal_of
from sluitend.apps.people.models import User
from sluitend.formats.eventlog import xes
from tests.datasets.conftest import done, files_on_disk

pytestmark = pytest.mark.django_db(transaction=True)
Take = Callable[..., DatasetVersion]
EVENT = (
    '<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="2025-01-0{day}"/></event>'
)
TRACE = '<trace><string key="concept:name" value="k1"/>{events}</trace>'
ROLES = Roles("case:concept:name", "concept:name", "time:timestamp")


def log(*activities: str) -> str:
    events = "".join(EVENT.format(activity=one, day=1 + at % 9) for at, one in enumerate(activities))
    return f'<?xml version="1.0"?><log>{TRACE.format(events=events)}</log>'


WHOLE = log(*(f"stap {at}" for at in range(500))).encode()
BOMB = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + log("&b;").partition("?>")[2]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (WHOLE[:-200], "log.xes", "eventlog.damaged"),
        (gzip.compress(WHOLE, mtime=0)[:-200], "log.xes.gz", "eventlog.damaged"),
        (gzip.compress(WHOLE[:-200], mtime=0), "log.xes.gz", "eventlog.damaged"),
        (BOMB.encode(), "log.xes", "eventlog.xml_entities"),
        (gzip.compress(BOMB.encode(), mtime=0), "log.xes.gz", "eventlog.xml_entities"),
        (b"<ocel/>", "log.xes", "eventlog.not_xes"),
        (b"<log></log>", "log.xes", "eventlog.empty"),
        (WHOLE, "log.json", "ocel.damaged"),
    ],
    ids=["cut-off", "packed-cut-off", "cut-off-packed", "entities", "packed-entities", "other", "empty", "xes-as-json"],
)
def test_a_bad_log_is_refused_and_leaves_nothing(take_in: Take, content: bytes, name: str, code: str) -> None:
    version = done(take_in(content, name))

    assert (version.state, version.refusal_code) == (VersionState.REFUSED, code)
    assert "%(" not in refusal_of(version)
    assert files_on_disk() == []


def test_what_unpacks_without_end_is_stopped(take_in: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xes, "MOST_UNPACKED", 1024**2)
    packed = gzip.compress(b"<log>" + b" " * 50 * 1024**2, mtime=0)
    assert len(packed) < 100_000

    version = done(take_in(packed, "log.xes.gz"))

    assert (version.state, version.refusal_code) == (VersionState.REFUSED, "eventlog.too_big")
    assert files_on_disk() == []


def test_a_hundred_thousand_activities_ask_for_another_column(take_in: Take, researcher: User) -> None:
    """Another column may do, so the file stays sealed; no steps and no report of it do."""
    version = done(take_in(log(*(f"opmerking {at}" for at in range(100_000))), "log.xes"))
    version = done(actions.map_columns(actor=researcher, version=version, roles=ROLES))

    assert (version.state, version.refusal_code) == (VersionState.MAPPING, "eventlog.too_many_activities")
    assert (version.steps_path, version.report, version.data_hash) == ("", [], "")
    assert "100000" in refusal_of(version).replace(".", "")
