"""Invented names and numbers are let in where people let them in; then everything that is stored or said is searched.

What lies sealed may hold them; database, logs, tracebacks, caches and exports may not.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# In the demo's unreleased interview (src/sluitend/demo/documents), in a file name, and in files that are refused.
CANARIES = ("Zonnewever", "Quirina", "Tjalling", "999990019", "Vlierboom-Askelaar", "111222333")
# Said in the demo's eighteen interviews (src/sluitend/demo/interviews), by or of respondents: taken out, or waiting.
CANARIES += (
    "Wolkenaar",
    "Schelpenaar",
    "Windsluis",
    "Steltloper",
    "Krabbescheer",
    "Kattenstaartkade",
    "Snoekbaars",
    "Windvaan",
    "Kluifhout",  # and in the ten of the pilot (src/sluitend/demo/pilot/interviews)
    "Wadloper",
    "Vloedlijn",
    "Wierslager",
)

# What a person does with a browser at the places where text could leak.
VISITS = """
import django; django.setup()
from django.test import Client
from django.urls import reverse
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.work import runs
evaluation = Evaluation.objects.get(title="Sluitende jeugdketen regio Waterrijk (fictief)")
leader = evaluation.memberships.filter(role="leader").order_by("pk")[0].user
client = Client(raise_request_exception=False)
client.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
for name in ("sources:source", "sources:text", "sources:release", "sources:original"):
    response = client.get(reverse(name, args=[evaluation.pk, 7]))
    b"".join(response) if response.streaming else response.content
assert b"Zonnewever" in client.get(reverse("sources:text", args=[evaluation.pk, 7])).content  # the team may read it
assert b"Zonnewever" not in client.get(reverse("coding:workbench", args=[evaluation.pk, 7])).content
client.get(reverse("design:audit", args=[evaluation.pk]))
final = Evaluation.objects.get(title__contains="eindmeting")
client.get(reverse("sources:source", args=[final.pk, 14]))
assert b"Windvaan" in client.get(reverse("sources:text", args=[final.pk, 14])).content  # the team may read it
assert b"Schelpenaar" not in client.get(reverse("coding:workbench", args=[final.pk, 4])).content
"""

CRASH = """
import django; django.setup()
from unittest.mock import patch
from sluitend.apps.sources import actions
from sluitend.apps.design.models import Evaluation
from sluitend.work import runs
from pathlib import Path
evaluation = Evaluation.objects.get(title="Sluitende jeugdketen regio Waterrijk (fictief)")
leader = evaluation.memberships.filter(role="leader").order_by("pk")[0].user
def broken(path, *, filename, **rest):
    raise RuntimeError(Path(path).read_text() + filename)
with patch("sluitend.work.limits.read_limited", broken):
    upload = actions.take_in(actor=leader, evaluation=evaluation, file=open("{path}", "rb"),
                             filename="Vlierboom-Askelaar.txt", attributes={{"kind": "transcript"}})
    runs.drain()
"""


class Installation:
    """The demo, in folders of its own; everything that is printed is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.said = b""
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sluitend.config.settings",
            "SLUITEND_DATA": str(self.data),
            "SLUITEND_KEYS": str(folder / "keys"),
            "SLUITEND_HOSTS": "testserver",
        }
        self.environment.pop("DATABASE_URL", None)

    def run(self, *words: str, code: int | None = 0, **environment: str) -> bytes:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            check=False,
        )
        self.said += done.stdout + done.stderr
        assert code is None or done.returncode == code, done.stderr[-3000:]
        return done.stdout

    def sluitend(self, *words: str, code: int | None = 0) -> bytes:
        return self.run("-m", "sluitend.cli", *words, code=code)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("canaries"))
    without_deduce = str(made.folder / "no-cache")  # names are found by list and rules, which is quicker
    made.run("-m", "sluitend.cli", "demo", SLUITEND_TEXT_CACHE=without_deduce)
    made.run("-m", "sluitend.work.prepare", "caches")
    _refused_files(made)
    made.run("-c", VISITS)
    letter = made.folder / "brief.txt"
    letter.write_text("Vlierboom-Askelaar, 111222333, woont in het dorp.")
    made.run("-c", CRASH.format(path=letter), code=None)
    letter.unlink()
    return made


def _refused_files(made: Installation) -> None:
    """Files that cannot be read, with a canary inside, where a parser would trip over it."""
    files = made.folder / "weigeren"
    files.mkdir()
    (files / "geheim.docx").write_bytes(_docx(b"<w:document><w:p>Vlierboom-Askelaar 111222333</w:oops>"))
    (files / "geheim.pdf").write_bytes(b"%PDF-1.4\n1 0 obj<</Title(Vlierboom-Askelaar 111222333)>>\nkapot")
    (files / "leeg.html").write_bytes(b"<script>Vlierboom-Askelaar 111222333</script>")
    made.sluitend("import", "documents", str(files), "--not-public", "--evaluation", "1", code=1)
    for path in files.iterdir():
        path.unlink()


def _docx(document: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", b'<?xml version="1.0"?><Types/>')
        archive.writestr("word/document.xml", document)
    return target.getvalue()


def _found_in(content: bytes) -> list[str]:
    encodings = ("utf-8", "utf-16-le")
    return [one for one in CANARIES if any(one.encode(encoding) in content for encoding in encodings)]


def test_no_canary_in_any_file_of_the_data_folder(installation: Installation) -> None:
    files = [path for path in installation.data.rglob("*") if path.is_file()]

    found = {str(path.relative_to(installation.data)): _found_in(path.read_bytes()) for path in files}

    assert any("sluitend.sqlite3" in name for name in found)
    assert {name: canaries for name, canaries in found.items() if canaries} == {}


def test_no_canary_in_what_was_said_or_logged(installation: Installation) -> None:
    assert b"RuntimeError" in installation.said  # the crash was logged, by its class
    assert _found_in(installation.said) == []


@pytest.mark.parametrize("evaluation", ["1", "2"])
@pytest.mark.parametrize("kind", ["inside", "public", "docx"])
def test_no_canary_in_a_report(installation: Installation, kind: str, evaluation: str) -> None:
    target = installation.folder / f"rapport-{evaluation}-{kind}"
    installation.sluitend("report", "--format", kind, "--out", str(target), "--evaluation", evaluation)

    content = target.read_bytes()
    parts = [content]
    if kind == "docx":
        with zipfile.ZipFile(target) as archive:
            parts += [archive.read(name) for name in archive.namelist()]

    assert [_found_in(part) for part in parts if _found_in(part)] == []


def test_no_canary_in_the_checks_and_the_audit_trail(installation: Installation) -> None:
    checks = b"".join(
        installation.sluitend("check", "--format", "json", "--evaluation", number, code=None) for number in "12"
    )
    audit = installation.run(
        "-c",
        "import django; django.setup()\n"
        "from sluitend.apps.people.models import AuditEvent\n"
        "for event in AuditEvent.objects.all(): print(event.__dict__)",
    )

    assert b"sources.uploaded" in audit
    assert b"opened" in audit
    assert _found_in(checks + audit) == []
