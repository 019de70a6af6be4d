"""Readies an installation for the crash test, or tells what became of it; prints JSON.

python -m tests.crash.ready set-up | python -m tests.crash.ready look
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django


def set_up() -> dict[str, Any]:
    """An owner who is logged in, an evaluation, and one public document to code."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.urls import reverse

    from sluitend.apps.design.actions import create_evaluation
    from sluitend.apps.people.actions import create_owner
    from sluitend.apps.sources.actions import import_paths
    from sluitend.work import prepare

    prepare.database()
    user = create_owner(email="eigenaar@voorbeeld.invalid", name="Eigenaar (fictief)")
    evaluation = create_evaluation(actor=user, template_key="keten", title="Proef (fictief)", fictitious=True)
    document = Path(os.environ["SLUITEND_DATA"]).parent / "tekst.txt"
    document.write_text("".join(f"Zin {number} over de keten en het gezin.\n" for number in range(2000)))
    attributes = {"kind": "document", "is_public": True}
    list(import_paths(actor=user, evaluation=evaluation, paths=[document], attributes=attributes))
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    version = evaluation.sources.get().versions.get()
    return {
        "session": session.session_key,
        "length": version.length,
        "codes": list(evaluation.codes.values_list("pk", flat=True)),
        "codings": reverse("coding:codings", args=[evaluation.pk, 1]),
        "uploads": reverse("sources:add", args=[evaluation.pk]),
    }


def look() -> dict[str, Any]:
    """What is stored: rows, their audit rows, and files."""
    from django.db import connection

    from sluitend.apps.coding.models import Coding
    from sluitend.apps.people.models import AuditEvent
    from sluitend.apps.sources.models import Original, Upload
    from sluitend.work.models import Run

    audit = AuditEvent.objects.values_list("action", "object_id")
    with connection.cursor() as cursor:
        integrity = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    data = Path(os.environ["SLUITEND_DATA"])
    folders = ("quarantine", "originals", "tmp", "incoming")
    files = [path for name in folders for path in (data / name).rglob("*") if path.is_file()]
    known = {path for rows in (Upload, Original) for path in rows.objects.values_list("path", flat=True)}
    return {
        "integrity": integrity,
        "codings": list(Coding.objects.values_list("fragment__start", "fragment__end", "code_id", "pk")),
        "uploads": dict(Upload.objects.values_list("pk", "state")),
        "coded": [int(key) for action, key in audit if action == "coding.code_applied"],
        "uploaded": [int(key) for action, key in audit if action == "sources.uploaded"],
        "orphans": [path.name for path in files if str(path.relative_to(data)) not in known],
        "missing": [path for path in known if path and not (data / path).exists()],
        "runs": list(Run.objects.values_list("state", flat=True)),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"set-up": set_up, "look": look}[sys.argv[1]]()))
