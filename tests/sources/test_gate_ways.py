"""Ways around the start gate and the ground: another kind, a public document that is none, a name in an older label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sluitend.apps.people.models import User
from sluitend.apps.sources import actions, grounds, queries
from sluitend.apps.sources.models import Ground, Source
from sluitend.errors import InputError
from sluitend.formats.documents import Turn
from sluitend.web.wording import sentence

GROUP = "Interviewer: Hoe liep het (fictief)?\n\nJannie Verzonnen: Wij hoorden het te laat.\n\nInterviewer: Dank.\n"

Add = Callable[..., Source]


def change(source: Source, actor: User, **attributes: Any) -> Source:
    return actions.change_source(
        actor=actor, source=source, title="Titel", attributes=attributes, revision=source.revision
    )


def release(source: Source, actor: User) -> None:
    version = source.versions.order_by("-number")[0]
    actions.release_version(actor=actor, version=version, ground="no_personal_data")


def refusal(deed: Callable[[], object]) -> str:
    with pytest.raises(InputError) as told:
        deed()
    return told.value.code


def test_a_conversation_called_a_document_needs_a_ground_all_the_same(add: Add, researcher: User) -> None:
    source = add(GROUP, "gesprek.txt", kind="document")
    assert source.speakers.exists()

    assert refusal(lambda: release(source, researcher)) == "sources.no_ground"
    view = grounds.ground_view(source)
    assert view is not None
    assert len(view.lacks) == 1

    actions.set_ground(actor=researcher, source=source, kind="legal_task", reason="proef (fictief)")
    release(source, researcher)


def test_what_has_a_ground_is_not_made_public(add: Add, researcher: User) -> None:
    source = add(GROUP, "gesprek.txt")
    with pytest.raises(InputError) as told:
        change(source, researcher, kind="document", is_public=True)

    assert sentence(told.value) == (
        f"{source} kan geen openbaar document worden: er is een grondslag bij vastgelegd, of er staat bij welke "
        "respondenten erin spreken. Is het toch een openbaar document? Verwijder de bron dan en voeg het bestand "
        "opnieuw toe."
    )
    assert source.versions.get().text is None


def test_a_conversation_that_came_in_as_public_still_lacks_its_ground(add: Add, researcher: User) -> None:
    source = add(GROUP, "gesprek.txt", kind="document", is_public=True)

    source = change(source, researcher, kind="transcript")

    assert [lack.code for lack in grounds.lacking(source)] == ["sources.no_ground"]
    draft = actions.correct_text(actor=researcher, source=source, text=GROUP.replace("te laat", "laat"))
    actions.publish_correction(actor=researcher, correction=draft, kind="corrected", reason="proef")
    assert refusal(lambda: release(source, researcher)) == "sources.no_ground"


def test_a_name_in_the_label_of_an_older_text_stays_sealed_and_off_the_screen(add: Add, researcher: User) -> None:
    source = add(GROUP, "gesprek.txt")
    assert Ground.objects.filter(source=source).exists()
    first = source.versions.get()
    text = queries.version_text(first).replace("Jannie Verzonnen", "De consulent (1)")
    actions.publish_version(
        actor=researcher,
        source=source,
        text=text,
        blocks=[],
        kind="pseudonymised",
        reason="proef (fictief)",
        turns=[Turn.from_json(turn) for turn in first.turns],
        labels=["Interviewer", "De consulent (1)"],
    )

    actions.release_version(
        actor=researcher, version=source.versions.get(number=2), ground="names_taken_out", title="Gesprek (fictief)"
    )

    kept = {row.label: row.sealed_label is None for row in source.speakers.all()}
    assert kept == {"Interviewer": True, "De consulent (1)": True, "": False}
    name, pseudonym = source.speakers.get(label=""), source.speakers.get(label="De consulent (1)")
    change_of = actions.SpeakerChange(pseudonym.revision, same_as=name.number)
    actions.change_speakers(actor=researcher, source=source, changes={pseudonym.number: change_of})
    views = queries.speakers_by_number(source)
    assert [(view.label, view.also) for view in (views[name.number], views[pseudonym.number])] == [
        ("De consulent (1)", ())
    ] * 2
