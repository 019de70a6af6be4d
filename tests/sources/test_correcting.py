"""Correcting a text: a draft that is compared, a version that keeps the structure, older texts that can go."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions, queries
from sluitend.apps.sources.actions.correcting import KEPT_DAYS, forget_old_corrections
from sluitend.apps.sources.carrying import carried_blocks, carried_turns
from sluitend.apps.sources.models import Correction, Source, SourceVersion, VersionKind
from sluitend.engines.text.anchoring import align
from sluitend.errors import InputError, NotAllowed
from sluitend.formats.documents import Block, BlockKind, Turn

OLD = "Verslag (fictief)\n\nDe regie lag bij niemand.\n\nDat duurde elf weken."


@pytest.fixture
def source(add: Callable[..., Source]) -> Source:
    """A public document, whose corrections are readable at once."""
    return add(OLD, "verslag.txt", kind="document", is_public=True)


def correct(user: User, source: Source, text: str, reason: str = "drukfout") -> SourceVersion:
    draft = actions.correct_text(actor=user, source=source, text=text)
    return actions.publish_correction(actor=user, correction=draft, kind=VersionKind.CORRECTED, reason=reason)


def test_a_correction_is_a_new_version_with_its_reason(source: Source, researcher: User) -> None:
    version = correct(researcher, source, OLD.replace("elf", "zeven"))

    assert (version.number, version.kind, version.reason) == (2, "corrected", "drukfout")
    assert version.text == OLD.replace("elf", "zeven")
    assert source.versions.get(number=1).text == OLD
    assert not Correction.objects.exists()


def test_a_draft_lies_sealed(add: Callable[..., Source], researcher: User) -> None:
    source = add("Verslag (fictief) van Wilma Proefpersoon.", "verslag.txt")

    draft = actions.correct_text(actor=researcher, source=source, text="Verslag (fictief) van consulent 3.")

    assert b"consulent" not in bytes(draft.sealed_text)
    assert queries.corrected_words(draft)[0] == "Verslag (fictief) van consulent 3."


def test_line_ends_of_a_browser_change_nothing(source: Source, researcher: User) -> None:
    with pytest.raises(InputError, match=r"sources\.same_text"):
        actions.correct_text(actor=researcher, source=source, text=OLD.replace("\n", "\r\n"))


def test_an_empty_text_is_refused(source: Source, researcher: User) -> None:
    with pytest.raises(InputError, match=r"formats\.no_text"):
        actions.correct_text(actor=researcher, source=source, text=" \n")


def test_a_reader_corrects_nothing(source: Source, reader: User) -> None:
    with pytest.raises(NotAllowed):
        actions.correct_text(actor=reader, source=source, text="Anders")


def test_who_corrects_an_older_version_is_told(source: Source, researcher: User, leader: User) -> None:
    draft = actions.correct_text(actor=researcher, source=source, text=f"{OLD} Zei zij.")
    correct(leader, source, f"{OLD} Zei hij.")

    with pytest.raises(InputError, match=r"sources\.corrected_meanwhile"):
        actions.publish_correction(actor=researcher, correction=draft, kind=VersionKind.CORRECTED, reason="drukfout")
    assert Correction.objects.filter(pk=draft.pk).exists()


def test_a_dropped_correction_leaves_the_text_as_it_was(source: Source, researcher: User) -> None:
    draft = actions.correct_text(actor=researcher, source=source, text=f"{OLD}!")

    actions.drop_correction(actor=researcher, correction=draft)

    assert source.versions.count() == 1
    assert AuditEvent.objects.filter(action="sources.correction_dropped").exists()


def test_a_correction_that_nobody_goes_on_with_is_forgotten(source: Source, researcher: User) -> None:
    draft = actions.correct_text(actor=researcher, source=source, text=f"{OLD}!")
    Correction.objects.filter(pk=draft.pk).update(created_at=timezone.now() - timedelta(days=KEPT_DAYS + 1))

    assert forget_old_corrections() == 1


def test_a_corrected_file_is_read_and_compared(
    source: Source, evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(researcher)
    file = SimpleUploadedFile("verslag.md", f"# {OLD.replace('elf', 'twaalf')}".encode())

    answer = client.post(
        f"/evaluaties/{evaluation.pk}/bronnen/{source.number}/corrigeren/", {"by_file": "1", "document": file}
    )

    assert answer.headers["Location"].endswith("/corrigeren/vergelijken/")
    draft = source.corrections.get()
    assert "twaalf weken" in queries.corrected_words(draft)[0]
    assert draft.blocks[0][2] == "heading"


def test_a_file_that_cannot_be_read_is_told_in_words(
    source: Source, evaluation: Evaluation, researcher: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(researcher)

    page = client.post(
        f"/evaluaties/{evaluation.pk}/bronnen/{source.number}/corrigeren/",
        {"by_file": "1", "document": SimpleUploadedFile("leeg.txt", b"")},
    ).content.decode()

    assert "Dit bestand is leeg. Controleer of u het juiste bestand hebt gekozen." in page
    assert not source.corrections.exists()


def test_the_text_of_an_older_version_can_go(source: Source, researcher: User, leader: User) -> None:
    correct(researcher, source, f"{OLD}!")
    first = source.versions.get(number=1)

    gone = actions.destroy_text(actor=leader, version=first, reason="corrected")

    assert (gone.text, gone.sealed_text, gone.blocks, gone.turns) == (None, None, [], [])
    assert (gone.length, gone.text_sha256, gone.destroyed_reason) == (len(OLD), first.text_sha256, "corrected")
    assert AuditEvent.objects.get(action="sources.text_destroyed").data["version"] == 1
    with pytest.raises(InputError, match=r"sources\.text_destroyed"):
        actions.destroy_text(actor=leader, version=first, reason="corrected")


def test_the_text_that_is_in_use_stays(source: Source, leader: User) -> None:
    with pytest.raises(InputError, match=r"sources\.text_is_newest"):
        actions.destroy_text(actor=leader, version=source.versions.get(), reason="corrected")


def test_a_released_text_stays_until_its_correction_is_released(add: Callable[..., Source], leader: User) -> None:
    source = add("Notitie (fictief) van Wilma.", "notitie.txt", kind="document")
    first = source.versions.get()
    actions.release_version(actor=leader, version=first, ground="no_personal_data")
    correct(leader, source, "Notitie (fictief) van consulent 3.")

    with pytest.raises(InputError, match=r"sources\.text_is_newest"):
        actions.destroy_text(actor=leader, version=first, reason="name_left")


def test_a_researcher_destroys_no_text(source: Source, researcher: User) -> None:
    correct(researcher, source, f"{OLD}!")

    with pytest.raises(NotAllowed):
        actions.destroy_text(actor=researcher, version=source.versions.get(number=1), reason="corrected")


def test_the_pages_of_a_destroyed_text_are_gone(
    source: Source, evaluation: Evaluation, leader: User, client_of: Callable[[User], Client]
) -> None:
    correct(leader, source, f"{OLD}!")
    actions.destroy_text(actor=leader, version=source.versions.get(number=1), reason="corrected")
    client = client_of(leader)
    place = f"/evaluaties/{evaluation.pk}/bronnen/{source.number}"

    answers = [client.get(f"{place}/tekst/{page}/").status_code for page in ("1", "1/downloaden", "2/verschillen")]

    assert answers == [404, 404, 404]
    assert "tekst vernietigd" in client.get(f"{place}/").content.decode()


def blocks_of(text: str) -> list[Block]:
    """A paragraph for every stretch without a blank line."""
    blocks, at = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            blocks.append(Block(at, at + len(part), BlockKind.PARAGRAPH))
        at += len(part) + 2
    return blocks


def test_blocks_keep_their_kind_and_a_new_line_becomes_a_paragraph() -> None:
    old = "Kop\n\n- een\n- twee\n\nSlot."
    item = BlockKind.LIST_ITEM
    kinds = [(0, 3, BlockKind.HEADING), (5, 10, item), (11, 17, item), (19, 24, BlockKind.QUOTE)]
    new = "Kopje\n\n- een\n- twee en drie\n\nNieuw.\n\nSlot."

    carried = carried_blocks(align(old, new), [Block(start, end, kind) for start, end, kind in kinds])

    assert [(new[one.start : one.end], one.kind.value) for one in carried] == [
        ("Kopje", "heading"),
        ("- een", "list_item"),
        ("- twee en drie", "list_item"),
        ("Nieuw.", "paragraph"),
        ("Slot.", "quote"),
    ]


def test_a_text_without_blocks_stays_without() -> None:
    assert carried_blocks(align(OLD, f"{OLD} Zei zij."), []) == []


def test_turns_take_along_what_was_put_in_on_their_line() -> None:
    old = "Interviewer: Wie?\n\nR1: Jannie belde.\n\nR2: Nee."
    turns = [Turn(13, 17, 0), Turn(23, 36, 1, 4.5), Turn(42, 46, 2)]
    new = "Interviewer: Wie dan?\n\nR1: Ja hoor, consulent 3 belde ons.\n\nR2: Nee."

    carried = carried_turns(align(old, new), turns)

    assert [(new[one.start : one.end], one.speaker, one.seconds) for one in carried] == [
        ("Wie dan?", 0, None),
        ("Ja hoor, consulent 3 belde ons.", 1, 4.5),
        ("Nee.", 2, None),
    ]


LINES = ("Ja.", "Nee, dat niet.", "R1: Ja.", "Interviewer: Waarom?", "👍🏽 q̇", "De wijk.")


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=20), st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_carried_structure_lies_in_the_text_in_order_and_misses_no_line(lines: list[str], seed: int) -> None:
    old = "\n\n".join(lines)
    chance = random.Random(seed)
    new = old
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(new) + 1)
        new = new[:at] + chance.choice(["", "\n\n", "\n", "moeder A ", "Nee."]) + new[at + chance.randrange(5) :]
    alignment = align(old, new)
    old_blocks = blocks_of(old)

    blocks = carried_blocks(alignment, old_blocks)
    turns = carried_turns(alignment, [Turn(one.start, one.end, 0) for one in old_blocks])

    for pieces in (blocks, turns):
        edges = [edge for one in pieces for edge in (one.start, one.end)]
        assert edges == sorted(edges)
        assert all(new[one.start : one.end].strip() for one in pieces)
        assert not edges or edges[-1] <= len(new)
    covered = "".join(new[one.start : one.end] for one in blocks)
    assert "".join(covered.split()) == "".join(new.split())
    if new == old:
        assert blocks == old_blocks
