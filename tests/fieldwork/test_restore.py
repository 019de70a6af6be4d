"""A backup is older than what was destroyed since: put back, it forgets that again before anybody looks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAID = ("Kwikstaartje", "lege brievenbus", "vuurtoren")

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

HEAD = """
import django, io, json, sys; django.setup()
from datetime import timedelta
from django.utils import timezone
from sluitend.apps.design.actions import create_evaluation
from sluitend.apps.fieldwork import actions
from sluitend.apps.fieldwork.models import DestructionStatement, Respondent
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources import store
from sluitend.apps.sources.models import Source
from tests.clearing import open_gate
from tests.fieldwork.conftest import ALONE, GROUP, NAME, consent, label_of, release
from sluitend.work import database, prepare
prepare.database()  # what `sluitend serve` does before anything is served
"""

SET_UP = (
    HEAD
    + """
user = User.objects.create_user("l@voorbeeld.invalid", None, name="L (fictief)", may_start_evaluations=True)
evaluation = create_evaluation(actor=user, template_key="keten", title="Proef (fictief)", fictitious=True)
open_gate(evaluation)
people = [
    actions.add_respondent(actor=user, evaluation=evaluation, identity=Identity(name=name)) for name in (NAME, "Bram")
]
for person in people:
    consent(user, person)
for text, who in ((ALONE, people[:1]), (GROUP, [])):
    upload = sources.take_in(
        actor=user, evaluation=evaluation, file=io.BytesIO(text.encode()), filename="g.txt",
        attributes={"kind": "transcript"},
    )
    source = sources.read_upload(upload.pk).source
    sources.set_ground(actor=user, source=source, kind="consent", respondents=who)
    for speaker in source.speakers.filter(is_interviewer=False):
        speaker.respondent = people[label_of(speaker, source) == "Bram"]
        speaker.save()
    release(user, source)
database.backup()
"""
)

LOOK = """
first, group = Source.objects.order_by("number")
one, other = Respondent.objects.order_by("number")
print(json.dumps({
    "first": [first.withdrawn_at is not None, [one.text for one in first.versions.all()]],
    "group": group.versions.get().text,
    "identities": [one.sealed_identity is None, other.sealed_identity is None],
    "statements": [
        {"uid": str(row.uid), "number": row.number, "replayed": row.replayed_at is not None, "lines": row.lines}
        for row in DestructionStatement.objects.all()
    ],
    "originals": [source.original.path for source in (first, group)],
    "trail": AuditEvent.objects.filter(action="fieldwork.destroyed").values_list("data", flat=True)[0],
}))
"""


WITHDRAW = """
actions.withdraw(actor=User.objects.get(), respondent=Respondent.objects.get(number=1), asked_on=timezone.localdate())
"""


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own, with a backup from before the withdrawal."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sluitend.config.settings",
        "SLUITEND_DATA": str(tmp_path / "data"),
        "SLUITEND_KEYS": str(tmp_path / "keys"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    environment.pop("DATABASE_URL", None)
    run(environment, SET_UP)
    return environment


def run(environment: dict[str, str], script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def start_and_look(environment: dict[str, str], *, first: str = "") -> dict[str, Any]:
    """What stands there after a start."""
    return dict(json.loads(run(environment, HEAD + first + LOOK).splitlines()[-1]))


def said_in(data: Path) -> set[str]:
    """What can be read of the withdrawn words in the database and its logs."""
    content = b"".join(path.read_bytes() for path in data.glob("sluitend.sqlite3*"))
    return {words for words in SAID if words.encode() in content}


def test_a_restored_backup_forgets_again_what_was_withdrawn(installation: dict[str, str]) -> None:
    data, keys = Path(installation["SLUITEND_DATA"]), Path(installation["SLUITEND_KEYS"])
    assert said_in(data) == set(SAID)

    withdrawn = start_and_look(installation, first=WITHDRAW)

    assert withdrawn["first"] == [True, [None]]
    assert said_in(data) == set()  # not in freed pages or in the log either
    (backup,) = (data / "backups").iterdir()
    for path in data.glob("sluitend.sqlite3*"):
        path.unlink()
    shutil.copy(backup, data / "sluitend.sqlite3")
    assert said_in(data) == set(SAID)

    restored = start_and_look(installation)

    assert said_in(data) == set()
    assert {key: restored[key] for key in ("first", "group", "identities", "originals")} == {
        key: withdrawn[key] for key in ("first", "group", "identities", "originals")
    }
    assert restored["identities"] == [True, False]
    assert "Wij belden elke week" in restored["group"]
    assert restored["statements"] == [{**withdrawn["statements"][0], "replayed": True}]
    assert restored["trail"]["replayed"] is True

    assert start_and_look(installation) == restored  # once is enough
    ledger = (keys / "destroyed.jsonl").read_text()
    assert len(ledger.splitlines()) == 1
    assert not [words for words in (*SAID, "Wietske", "Annelies") if words in ledger]
    assert (keys / "destroyed.jsonl").stat().st_mode & 0o777 == 0o600
