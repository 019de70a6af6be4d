"""What opens for coding and for everybody: recordings, public conversations, and what turned out not to be public."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding import queries as coded
from sluitend.apps.coding.models import Code, QuoteRelease
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions
from sluitend.apps.sources.models import ReleaseGround, Source, SourceVersion, VersionKind
from sluitend.errors import InputError
from sluitend.web.wording import sentence
from tests.fieldwork.conftest import consent

Add = Callable[..., Source]
COUNCIL = (
    "Raadsvergadering (fictief)\n\nVoorzitter: Ik open de vergadering.\n\nWethouder: De regie lag bij niemand.\n\n"
    "Voorzitter: Dank u wel.\n\nWethouder: Dat is hersteld.\n"
)
NOTE = "Beleidsnotitie (fictief). De regie over de casus lag bij niemand."


def public(user: User, source: Source, *, is_public: bool, reason: str = "") -> Source:
    source.refresh_from_db()
    return actions.change_source(
        actor=user,
        source=source,
        title="notitie",
        attributes={"kind": "document", "is_public": is_public},
        revision=source.revision,
        public_reason=reason,
    )


@pytest.fixture
def unrecorded(add: Add, evaluation: Evaluation, researcher: User) -> Source:
    """A transcript of R1, who agreed to everything but a recording."""
    source = add("Gesprek (fictief). Ik hoorde zeven weken niets.")
    respondent = fieldwork.add_respondent(actor=researcher, evaluation=evaluation, function="consulent")
    consent(researcher, respondent, recording=False)
    ground = source.ground
    actions.set_ground(
        actor=researcher, source=source, kind="consent", respondents=[respondent], revision=ground.revision
    )
    return source


def release(user: User, source: Source) -> SourceVersion:
    version = source.versions.order_by("-number")[0]
    return actions.release_version(actor=user, version=version, ground=ReleaseGround.NO_PERSONAL_DATA)


def test_a_transcript_of_who_refused_a_recording_stays_shut(unrecorded: Source, researcher: User) -> None:
    with pytest.raises(InputError) as refused:
        release(researcher, unrecorded)

    assert sentence(refused.value) == (
        "S1 is een transcript, en R1 heeft geen toestemming gegeven voor een opname. Het gaat open voor coderen zodra "
        "bij de grondslag staat wat daarover is besloten."
    )


def test_a_recorded_decision_opens_it(
    unrecorded: Source, researcher: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(researcher)
    page = reverse("sources:source", args=[unrecorded.evaluation_id, unrecorded.number])
    assert "geen toestemming gegeven voor een opname" in client.get(page).content.decode()
    unrecorded.ground.refresh_from_db()
    form = reverse("sources:ground", args=[unrecorded.evaluation_id, unrecorded.number])

    client.post(
        form,
        {
            "kind": "consent",
            "respondents": [one.pk for one in unrecorded.ground.respondents.all()],
            "recording_decision": "Respondent stemde later in (fictief).",
            "revision": unrecorded.ground.revision,
        },
    )

    assert release(researcher, unrecorded).released_at is not None
    assert AuditEvent.objects.filter(action="sources.ground_set").latest("pk").data["recording_decided"] is True


def test_notes_of_a_conversation_need_no_recording(unrecorded: Source, researcher: User) -> None:
    Source.objects.filter(pk=unrecorded.pk).update(kind="interview_report", approval="draft")
    unrecorded.refresh_from_db()

    assert release(researcher, unrecorded).released_at is not None


def test_a_conversation_that_is_said_to_be_public_opens_with_a_reason(
    add: Add, researcher: User, client_of: Callable[[User], Client]
) -> None:
    source = add(COUNCIL, "raad.txt", kind="document", is_public=True)
    assert (source.is_public, source.public_asked, source.versions.get().released_at) == (False, True, None)
    shown = client_of(researcher).get(reverse("sources:source", args=[source.evaluation_id, source.number]))
    assert "er zijn sprekers in gevonden" in shown.content.decode()

    with pytest.raises(InputError) as refused:
        public(researcher, source, is_public=True)
    confirmed = public(researcher, source, is_public=True, reason="Openbare vergadering, te zien op de website.")

    assert sentence(refused.value) == (
        "In S1 zijn sprekers gevonden. Zeg waarom dit gesprek openbaar is, voordat iedereen het kan lezen."
    )
    assert (confirmed.public_asked, source.versions.get().release_ground) == (False, "public_document")
    assert AuditEvent.objects.get(action="sources.public_confirmed").data == {"speakers": 2}


def test_what_has_no_speakers_is_public_at_once(add: Add) -> None:
    source = add(NOTE, "notitie.txt", kind="document", is_public=True)

    assert (source.is_public, source.public_asked, source.versions.get().release_ground) == (
        True,
        False,
        "public_document",
    )


@pytest.fixture
def held(add: Add, researcher: User, code: Code) -> Source:
    """It was public, was coded, and turned out not to be public."""
    source = add(NOTE, "notitie.txt", kind="document", is_public=True)
    coding.apply_code(actor=researcher, version=source.versions.get(), start=0, end=14, code=code)
    return public(researcher, source, is_public=False)


@pytest.fixture
def code(evaluation: Evaluation, researcher: User) -> Code:
    return coding.add_code(actor=researcher, evaluation=evaluation, name="regie (proef)")


def test_what_turns_out_not_to_be_public_is_not_coded_any_more(held: Source, researcher: User, code: Code) -> None:
    version = held.versions.get()

    with pytest.raises(InputError, match=r"coding\.not_released"):
        coding.apply_code(actor=researcher, version=version, start=16, end=25, code=code)
    with pytest.raises(InputError, match=r"sources\.not_released"):
        actions.open_source(actor=researcher, source=held)

    assert version.was_public
    assert actions.open_unreleased(actor=researcher, version=version) == NOTE


def test_its_quotes_stay_within_the_team(held: Source, researcher: User, reader: User) -> None:
    (fragment,) = held.versions.get().fragments.all()

    assert coded.outward_quotes([fragment]) == {}
    assert coded.quotes_for(reader, held.evaluation, [fragment]) == {fragment.pk: None}
    assert coded.quotes_for(researcher, held.evaluation, [fragment]) == {fragment.pk: NOTE[:14]}
    assert not QuoteRelease.objects.exists()


def test_people_are_told_what_rests_on_it(held: Source, researcher: User, client_of: Callable[[User], Client]) -> None:
    page = client_of(researcher).get(reverse("sources:source", args=[held.evaluation_id, held.number]))

    assert "Dit document bleek niet openbaar te zijn; er rust 1 fragment op" in page.content.decode()
    assert AuditEvent.objects.get(action="sources.turned_confidential").data == {"versions": 1}


def test_it_opens_again_by_a_release_and_its_fragments_go_along_to_a_newer_text(held: Source, researcher: User) -> None:
    draft = actions.correct_text(actor=researcher, source=held, text=NOTE.replace("niemand", "twee mensen"))
    made = actions.publish_correction(actor=researcher, correction=draft, kind=VersionKind.CORRECTED, reason="fout")
    assert made.released_at is None

    release(researcher, held)

    (fragment,) = made.fragments.all()
    assert (fragment.start, fragment.end) == (0, 14)
    assert actions.open_source(actor=researcher, source=held).pk == made.pk
