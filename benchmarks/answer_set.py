"""Open answers of 10,000 respondents to two questions, half of them coded. Everything is fictitious.

`python -m benchmarks.answer_set` fills the data folder of the environment, which `sluitend new` has prepared. It
prints as JSON how long taking in and releasing took, and what a browser needs: address and cookie of a session.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
django.setup()

# ruff: noqa: E402 - a program of its own: models can be imported only now
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Coding, Fragment
from sluitend.apps.coding.spans import quote_hash
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions
from sluitend.apps.sources.answers import guessing
from sluitend.apps.sources.answers.plan import Role, open_preview
from sluitend.apps.sources.models import GroundKind, ReleaseGround, Source, SourceVersion
from sluitend.work import runs
from tests.browser_tools import session_cookie
from tests.clearing import open_gate

ROWS = 10_000
SEED = 20261122
HEAD = ("Respondentnummer", "E-mailadres", "Functie", "Gemeente", "Wat gaat er goed?", "Wat kan er beter?")
WHO = ("Consulent", "Jeugdbeschermer", "Ouder", "School", "Aanbieder")
WHERE = ("Voorbeeldstad", "Fictieveen", "Verzonnendam", "Proefhuizen")
SAID = (
    "Het wijkteam belt terug.",
    "Wij hoorden pas na zes weken wie de regie had.",
    "Iedereen zat aan tafel, behalve de school.",
    "Korte lijnen; dat scheelt weken.",
    "Niemand had het gezin gevraagd wat het ervan vond.",
    "De wachttijd, de wachttijd en nog eens de wachttijd.",
)


def main() -> None:
    """Take in, release and code."""
    seconds: dict[str, float] = {}
    user, evaluation = User.objects.get(is_owner=True), Evaluation.objects.get()
    file = io.BytesIO(_table().encode("cp1252"))
    with _timed(seconds, "look"):
        row = actions.take_in_answers(actor=user, evaluation=evaluation, file=file, filename="antwoorden.csv")
    preview = open_preview(row)
    roles = guessing.guessed_roles(preview, guessing.known_values(evaluation))
    unknown = actions.place_columns(actor=user, row=row, roles=roles)
    values: dict[str, dict[str, int | str | None]] = {
        role: {**actions.make_values(actor=user, evaluation=evaluation, role=Role(role), names=names)}
        for role, names in unknown.items()
    }
    with _timed(seconds, "read"):
        upload = actions.start_reading(actor=user, row=row, values=values)
        runs.drain()
    upload.refresh_from_db()
    assert upload.source is not None, upload.refusal_code
    open_gate(evaluation)
    version = _released(user, upload.source, seconds)
    _coded(user, evaluation, version)
    cookie = session_cookie(user, "http://127.0.0.1")["value"]
    path = reverse("coding:workbench", args=[evaluation.pk, upload.source.number])
    told = {"path": path, "cookie": settings.SESSION_COOKIE_NAME, "session": cookie, "seconds": seconds}
    print(json.dumps(told))


def _table() -> str:
    source, text = random.Random(SEED), io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEAD)
    for number in range(ROWS):
        answers = (" ".join(source.choices(SAID, k=source.randint(1, 4))) for _question in range(2))
        mail = f"persoon{number}@voorbeeld.invalid"
        writer.writerow([f"A{number:05}", mail, source.choice(WHO), source.choice(WHERE), *answers])
    return text.getvalue()


def _released(user: User, source: Source, seconds: dict[str, float]) -> SourceVersion:
    reason = "Gevraagd zonder naam (fictief)."
    actions.set_ground(actor=user, source=source, kind=GroundKind.ANONYMOUS, reason=reason, revision=0)
    with _timed(seconds, "release"):
        return actions.release_version(actor=user, version=source.versions.get(), ground=ReleaseGround.NO_PERSONAL_DATA)


def _coded(user: User, evaluation: Evaluation, version: SourceVersion) -> None:
    """A code on every second answer, as rows: putting them on one by one is measured elsewhere."""
    codes = [coding.add_code(actor=user, evaluation=evaluation, name=f"Meetcode {number}") for number in range(40)]
    source, text = random.Random(SEED), version.text or ""
    with transaction.atomic():
        fragments = Fragment.objects.bulk_create(
            Fragment(
                evaluation=evaluation,
                number=next_number(evaluation.pk, Numbered.FRAGMENT),
                version=version,
                start=start,
                end=end,
                quote_sha256=quote_hash(text[start:end]),
                created_by=user,
            )
            for start, end, *_rest in version.turns[::2]
        )
        Coding.objects.bulk_create(Coding(fragment=one, code=source.choice(codes), coder=user) for one in fragments)


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    begin = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - begin


if __name__ == "__main__":
    main()
