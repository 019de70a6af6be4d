"""A respondent with consent, and conversations of one and of three. Everybody is fictitious."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions, ledger
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import Source
from sluitend.work import runs

NAME = "Wietske Zonderland-Proefpersoon"
ALONE = "Gesprek (fictief).\n\nIk hoorde zeven weken niets, behalve van Kwikstaartje.\n"
GROUP = (
    "Groepsgesprek (fictief).\n\n"
    "Interviewer: Hoe ging de overdracht?\n\n"
    "Annelies: Bij ons bleef het stil tot de zomer, zei de vuurtoren.\n\n"
    "Bram: Wij belden elke week, en niemand nam op.\n\n"
    "Annelies: Dat herken ik niet, wij zaten naast een lege brievenbus.\n"
)


@pytest.fixture(autouse=True)
def own_ledger() -> Iterator[Path]:
    """What one test destroys is not destroyed again in the next."""
    path = Path(settings.KEYS) / ledger.FILE
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture
def respondent(evaluation: Evaluation, researcher: User) -> Respondent:
    """R1, with a name and a consent of five years."""
    made = actions.add_respondent(
        actor=researcher,
        evaluation=evaluation,
        identity=Identity(name=NAME, email="wietske@voorbeeld.invalid"),
        function="consulent",
    )
    consent(researcher, made)
    return made


def consent(
    actor: User, respondent: Respondent, *, until: date | None = None, quoting: bool = True, recording: bool = True
) -> None:
    """As most tests need it: given today, by the person."""
    today = timezone.localdate()
    actions.record_consent(
        actor=actor,
        respondent=respondent,
        purposes=["evaluation"],
        how="signed",
        given_on=min(today, until or today),
        retain_until=until or today + timedelta(days=1800),
        quoting=quoting,
        recording=recording,
    )


AddSource = Callable[..., Source]


@pytest.fixture
def add(evaluation: Evaluation, researcher: User) -> AddSource:
    """``add(text, filename)``: a transcript, taken in and read; no ground yet."""

    def added(text: str, filename: str = "gesprek.txt", kind: str = "transcript") -> Source:
        upload = sources.take_in(
            actor=researcher,
            evaluation=evaluation,
            file=io.BytesIO(text.encode()),
            filename=filename,
            attributes={"kind": kind},
        )
        runs.drain()
        upload.refresh_from_db()
        assert upload.source is not None, upload.refusal_code
        return upload.source

    return added


@pytest.fixture
def alone(add: AddSource, researcher: User, respondent: Respondent) -> Source:
    """S1: only R1 speaks; released."""
    source = add(ALONE)
    sources.set_ground(actor=researcher, source=source, kind="consent", respondents=[respondent])
    release(researcher, source)
    return source


@pytest.fixture
def group(add: AddSource, evaluation: Evaluation, researcher: User, respondent: Respondent) -> Source:
    """A conversation in which R1 is Annelies and R2 is Bram; released."""
    source = add(GROUP, "groep.txt")
    other = actions.add_respondent(actor=researcher, evaluation=evaluation, function="ouder")
    consent(researcher, other)
    for label, person in (("Annelies", respondent), ("Bram", other)):
        speaker = next(one for one in source.speakers.all() if label in label_of(one, source))
        speaker.respondent = person
        speaker.save()
    sources.set_ground(actor=researcher, source=source, kind="consent")
    release(researcher, source)
    return source


def label_of(speaker: object, source: Source) -> str:
    from sluitend.apps.sources import seals

    return seals.label_of(speaker, source)


def release(actor: User, source: Source) -> None:
    sources.release_version(actor=actor, version=source.versions.get(), ground="no_personal_data")
