"""Readies an installation for the load test, or tells what became of it; prints JSON. Everything is fictitious.

python -m benchmarks.load.ready set-up PEOPLE TEXTS CODINGS | python -m benchmarks.load.ready look
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from sluitend.apps.design.models import Evaluation
    from sluitend.apps.people.models import User

SENTENCES = (
    "De wachttijd liep op en het gezin hoorde niets.",
    "Bij de overdracht zat niemand van de gemeente aan tafel.",
    "De jongere wilde weten wie er nu belde.",
    "Het wijkteam had het dossier niet gekregen.",
    "Toen is er een gezamenlijk plan gemaakt, en dat hielp.",
)
LENGTHS = (300, 300, 300, 300, 2_500)  # sentences: about four hours of interview in one of five


def set_up(people: int, texts: int, codings: int) -> dict[str, Any]:
    """People who are logged in, with one evaluation that has texts and a codebook."""
    from sluitend.apps.design.actions import add_member, create_evaluation
    from sluitend.apps.people.actions import create_owner
    from sluitend.apps.people.models import User
    from sluitend.work import prepare

    prepare.database()
    owner = create_owner(email="eigenaar@voorbeeld.invalid", name="Eigenaar (fictief)")
    evaluation = create_evaluation(actor=owner, template_key="keten", title="Drukte (fictief)", fictitious=True)
    coders = []
    for number in range(people):
        coder = User.objects.create_user(f"coder{number}@voorbeeld.invalid", name=f"Codeur {number} (fictief)")
        add_member(actor=owner, evaluation=evaluation, user=coder, role="researcher")
        coders.append(coder)
    _texts(owner, evaluation, texts, codings)
    return {
        "evaluation": evaluation.pk,
        "codes": list(evaluation.codes.values_list("pk", flat=True)),
        "texts": [
            {"number": one.number, "length": one.versions.get().length} for one in evaluation.sources.order_by("number")
        ],
        "sessions": [[coder.pk, _session(coder)] for coder in coders],
    }


def _texts(owner: User, evaluation: Evaluation, texts: int, codings: int) -> None:
    """Public documents, so that nobody has to release them, with so many codes on each already."""
    from sluitend.apps.coding.actions import apply_code
    from sluitend.apps.sources.actions import import_paths

    chance = random.Random(3)
    codes = list(evaluation.codes.all())
    for number in range(texts):
        path = Path(os.environ["SLUITEND_DATA"]).parent / f"tekst {number}.txt"
        lines = (f"{chance.choice(SENTENCES)} ({number}.{line})" for line in range(LENGTHS[number % len(LENGTHS)]))
        path.write_text("\n\n".join(lines), "utf-8")
        attributes = {"kind": "document", "is_public": True}
        list(import_paths(actor=owner, evaluation=evaluation, paths=[path], attributes=attributes))
    for source in evaluation.sources.all():
        version = source.versions.get()
        for start in chance.sample(range(version.length - 100), codings):
            apply_code(actor=owner, version=version, start=start, end=start + 40, code=chance.choice(codes))


def _session(user: User) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def look() -> dict[str, Any]:
    """What is stored: codings and memos with where they are, and the audit rows of codes put on."""
    from django.db import connection

    from sluitend.apps.coding.models import Coding, Memo
    from sluitend.apps.coding.opaque_ids import CODING
    from sluitend.apps.people.models import AuditEvent
    from sluitend.web.opaque import opaque

    place = ("fragment__version__source__number", "fragment__start", "fragment__end")
    applied = AuditEvent.objects.filter(action="coding.code_applied")
    with connection.cursor() as cursor:
        integrity = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    return {
        "integrity": integrity,
        "codings": list(Coding.objects.values_list("coder_id", *place, "code_id")),
        "memos": list(Memo.objects.values_list("author_id", *place, "text")),
        "applied": [opaque(CODING, int(one)) for one in applied.values_list("object_id", flat=True)],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
    django.setup()
    found = set_up(*map(int, sys.argv[2:])) if sys.argv[1] == "set-up" else look()
    sys.stdout.write(json.dumps(found))
