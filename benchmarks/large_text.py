"""A text of 500,000 characters with 5,000 codings, in the data folder of the environment. Everything is fictitious.

`python -m benchmarks.large_text` prints what a browser needs, as JSON: the address and the cookie of a session.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from hashlib import sha256

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
django.setup()

# ruff: noqa: E402 - a program of its own: models can be imported only now
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Coding, Fragment
from sluitend.apps.coding.spans import quote_hash
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.work import vault
from tests.browser_tools import session_cookie

CHARACTERS = 500_000
CODINGS = 5_000
CODES = 70
SEED = 20261122
SENTENCES = (
    "Op dinsdag zat er weer iemand anders aan tafel.",
    "Wij hoorden pas na zes weken wie de regie had.",
    "Dat hadden we in het begin samen kunnen afspreken, zei de consulent.",
    "De school belde drie keer, en kreeg drie keer een ander aan de lijn 📞.",
    "Het plan lag er, maar niemand had het gezin gevraagd wat het ervan vond.",
    "Als de wachttijd oploopt, houden wij zelf contact.",
)


def main() -> None:
    """Fill an empty data folder that `sluitend` has prepared."""
    print(json.dumps(_build()))


def turns(characters: int, source: random.Random) -> Iterator[str]:
    """What is said in turn, one to nine sentences at a time, until there is enough."""
    length = 0
    while length < characters:
        words = " ".join(source.choices(SENTENCES, k=source.randint(1, 9)))
        length += len(words) + 2
        yield words


def spans(length: int, source: random.Random, amount: int) -> set[tuple[int, int]]:
    """So many different passages of a few words to a few sentences, some over each other."""
    found: set[tuple[int, int]] = set()
    while len(found) < amount:
        start = source.randrange(length - 400)
        found.add((start, start + source.randint(12, 390)))
    return found


def _build() -> dict[str, str]:

    user = User.objects.order_by("pk")[0]
    evaluation = Evaluation.objects.order_by("pk")[0]
    with transaction.atomic():
        source = _source(evaluation, user)
    return {"path": reverse("coding:workbench", args=[evaluation.pk, source.number]), **_session(user)}


def _source(evaluation: Evaluation, user: User) -> Source:

    source = random.Random(SEED)  # noqa: S311 - repeats itself on purpose
    parts = list(turns(CHARACTERS, source))
    text = "\n\n".join(parts)
    blocks: list[list[object]] = []
    at = 0
    for part in parts:
        blocks.append([at, at + len(part), "paragraph", None, None])
        at += len(part) + 2
    row = Source.objects.create(
        evaluation=evaluation,
        number=next_number(evaluation.pk, Numbered.SOURCE),
        title="Groepsgesprek zonder eind (fictief)",
        kind="transcript",
        wrapped_key=vault.new_wrapped_key(),
        created_by=user,
    )
    version = SourceVersion.objects.create(
        source=row,
        number=1,
        text=text,
        length=len(text),
        text_sha256=sha256(text.encode()).hexdigest(),
        blocks=blocks,
        created_by=user,
        released_at=timezone.now(),
        released_by=user,
        release_ground="no_personal_data",
    )
    _code(evaluation, user, version, spans(len(text), source, CODINGS), source)
    return row


def _code(
    evaluation: Evaluation,
    user: User,
    version: SourceVersion,
    passages: set[tuple[int, int]],
    source: random.Random,
) -> None:

    codes = [
        actions.add_code(
            actor=user,
            evaluation=evaluation,
            name=f"Meetcode {number} (fictief)",
            definition="Wat hieronder valt.",
            include="Iemand zegt het zelf.",
        )
        for number in range(CODES)
    ]
    fragments = Fragment.objects.bulk_create(
        Fragment(
            evaluation=evaluation,
            number=next_number(evaluation.pk, Numbered.FRAGMENT),
            version=version,
            start=start,
            end=end,
            quote_sha256=quote_hash((version.text or "")[start:end]),
            created_by=user,
        )
        for start, end in sorted(passages)
    )
    Coding.objects.bulk_create(Coding(fragment=one, code=source.choice(codes), coder=user) for one in fragments)


def _session(user: User) -> dict[str, str]:

    cookie = session_cookie(user, "http://127.0.0.1")
    return {"cookie": settings.SESSION_COOKIE_NAME, "session": cookie["value"]}


if __name__ == "__main__":
    main()
