"""A corrected text takes its fragments along, word for word, and lists what it could not place."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.db import connection

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions.history import steps_of
from sluitend.apps.coding.models import Code, CodingStep, Fragment, FragmentMove, QuoteRelease, ToPlace
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources import aligning
from sluitend.apps.sources.models import ReleaseGround, SourceKind, SourceVersion, VersionKind
from sluitend.engines.text.anchoring import Alignment, align
from sluitend.errors import InputError, NotAllowed
from sluitend.formats.documents import Block, BlockKind

pytestmark = pytest.mark.django_db

OLD = (
    "Interviewer: Kende u de regiehouder?\n\n"
    "R1: Ja, dat klopt. Jannie belde ons elke week. 👩‍👧\n\n"
    "Interviewer: En de wijkcoach?\n\n"
    "R1: Ja, dat klopt. Maar wij hoorden niets over de wachttijd."
)

Correct = Callable[..., SourceVersion]


@pytest.fixture
def old(make_version: Callable[..., SourceVersion]) -> SourceVersion:
    return make_version(OLD, kind=SourceKind.DOCUMENT)  # needs neither consent nor the start conditions


@pytest.fixture
def correct(leader: User) -> Correct:
    """``correct(version, text)``: published, and released by a person."""

    def corrected(version: SourceVersion, text: str) -> SourceVersion:
        blocks = [Block(0, len(text), BlockKind.PARAGRAPH)]
        published = sources.publish_version(
            actor=leader,
            source=version.source,
            text=text,
            blocks=blocks,
            kind=VersionKind.CORRECTED,
            reason="nageluisterd",
        )
        return sources.release_version(
            actor=leader, version=published, ground=ReleaseGround.NO_PERSONAL_DATA, title="Gesprek (fictief)"
        )

    return corrected


def marked(user: User, version: SourceVersion, words: str, code: Code, nth: int = 1) -> Fragment:
    """A fragment with a code on the nth time that these words stand in the text."""
    text, start = version.text or "", -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    coding = actions.apply_code(actor=user, version=version, start=start, end=start + len(words), code=code)
    return coding.fragment


def words_of(fragment: Fragment) -> str:
    fragment = Fragment.objects.select_related("version").get(pk=fragment.pk)
    return (fragment.version.text or "")[fragment.start : fragment.end]


def test_a_fragment_goes_along_with_its_number_its_codes_and_its_memos(
    old: SourceVersion, correct: Correct, researcher: User, code: Code
) -> None:
    fragment = marked(researcher, old, "niets over de wachttijd", code)
    memo = actions.write_memo(actor=researcher, about=fragment, text="Hier zit het.")

    new = correct(old, OLD.replace("elke week", "elke twee weken"))

    moved = Fragment.objects.get(number=fragment.number)
    assert (moved.pk, moved.version) == (fragment.pk, new)
    assert words_of(moved) == "niets over de wachttijd"
    assert [one.code for one in moved.codings.all()] == [code]
    assert list(moved.memos.all()) == [memo]
    was = FragmentMove.objects.get(fragment=moved)
    assert (was.version, was.start, was.same_words) == (old, fragment.start, True)


def test_an_answer_that_was_given_twice_stays_with_its_question(
    old: SourceVersion, correct: Correct, researcher: User, code: Code
) -> None:
    second = marked(researcher, old, "Ja, dat klopt.", code, nth=2)

    new = correct(old, OLD.replace("R1: Ja, dat klopt. Jannie", "R1: Nee hoor. Jannie"))

    second.refresh_from_db()
    assert second.version == new
    assert second.start == (new.text or "").index("Ja, dat klopt. Maar")


def test_what_was_changed_waits_in_the_old_text_with_the_nearest_passage(
    old: SourceVersion, correct: Correct, researcher: User, code: Code
) -> None:
    fragment = marked(researcher, old, "Jannie belde ons", code)

    new = correct(old, OLD.replace("Jannie", "consulent 3"))

    waiting = ToPlace.objects.get(fragment=fragment)
    fragment.refresh_from_db()
    assert (fragment.version, waiting.to_version) == (old, new)
    assert (new.text or "")[waiting.start : waiting.end] == "consulent 3 belde ons"


def test_what_is_gone_waits_without_a_suggestion(
    old: SourceVersion, correct: Correct, researcher: User, code: Code
) -> None:
    fragment = marked(researcher, old, "Jannie belde ons elke week.", code)

    correct(old, OLD.replace(" Jannie belde ons elke week. 👩‍👧", ""))

    assert ToPlace.objects.get(fragment=fragment).start is None


def test_nothing_moves_before_a_person_has_released_the_corrected_text(
    old: SourceVersion, leader: User, researcher: User, code: Code
) -> None:
    fragment = marked(researcher, old, "wachttijd", code)

    sources.publish_version(
        actor=leader, source=old.source, text=f"{OLD}!", blocks=[], kind=VersionKind.CORRECTED, reason="nageluisterd"
    )

    fragment.refresh_from_db()
    assert fragment.version == old
    assert not FragmentMove.objects.exists()


def test_texts_are_compared_before_anything_is_held(
    old: SourceVersion, correct: Correct, researcher: User, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    fragment = marked(researcher, old, "Jannie belde ons", code)
    held: list[int] = []

    def counted(before: str, after: str) -> Alignment:
        held.append(len(connection.savepoint_ids))
        return align(before, after)

    monkeypatch.setattr(aligning, "align", counted)
    nothing = len(connection.savepoint_ids)

    new = correct(old, OLD.replace("regiehouder", "casusregisseur"))

    assert held == [nothing]
    assert Fragment.objects.get(pk=fragment.pk).version == new


def test_of_a_public_document_it_happens_at_once(
    public_version: SourceVersion, leader: User, researcher: User, code: Code
) -> None:
    fragment = marked(researcher, public_version, "wachttijd", code)

    new = sources.publish_version(
        actor=leader,
        source=public_version.source,
        text=f"Vooraf. {public_version.text}",
        blocks=[],
        kind=VersionKind.CORRECTED,
        reason="nieuwe uitgave",
    )

    fragment.refresh_from_db()
    assert (fragment.version, words_of(fragment)) == (new, "wachttijd")


def test_a_released_quote_stays_released_when_its_words_stay_and_falls_when_they_change(
    old: SourceVersion, correct: Correct, researcher: User, code: Code
) -> None:
    kept = marked(researcher, old, "niets over de wachttijd", code)
    changed = marked(researcher, old, "Jannie belde ons", code)
    for fragment in (kept, changed):
        actions.release_quote(actor=researcher, fragment=fragment)

    correct(old, OLD.replace("Jannie", "consulent 3"))

    assert list(QuoteRelease.objects.values_list("fragment", flat=True)) == [kept.pk]
    event = AuditEvent.objects.get(action="coding.taken_along")
    assert event.data == {"version": 2, "moved": 1, "to_place": 1, "quotes_withdrawn": 1}


def test_what_was_done_before_the_correction_can_be_undone_after_it(
    old: SourceVersion, correct: Correct, researcher: User, code: Code
) -> None:
    fragment = marked(researcher, old, "wachttijd", code)

    new = correct(old, f"Opgenomen op 3 mei.\n\n{OLD}")
    actions.undo(actor=researcher, source=new.source)
    gone = Fragment.objects.filter(pk=fragment.pk).exists()
    actions.redo(actor=researcher, source=new.source)

    assert not gone
    assert words_of(Fragment.objects.get(number=fragment.number)) == "wachttijd"


def test_a_step_on_words_that_are_gone_can_be_undone_no_more(
    old: SourceVersion, correct: Correct, researcher: User, code: Code
) -> None:
    coding = actions.apply_code(actor=researcher, version=old, start=0, end=11, code=code)
    actions.remove_coding(actor=researcher, coding=coding)

    new = correct(old, OLD.replace("Interviewer: Kende", "Vraag: Kende"))

    assert not steps_of(researcher, new.source).exists()
    assert not CodingStep.objects.exists()


def test_what_waits_is_tried_again_with_the_next_correction(
    old: SourceVersion, correct: Correct, researcher: User, code: Code
) -> None:
    back = marked(researcher, old, "Jannie belde ons", code)
    away = marked(researcher, old, "elke week.", code)
    second = correct(old, OLD.replace("Jannie", "consulent 3").replace("elke week", "nooit"))

    third = correct(second, OLD.replace("elke week", "soms"))

    back.refresh_from_db()
    away.refresh_from_db()
    assert (back.version, words_of(back)) == (third, "Jannie belde ons")
    assert away.version == old
    assert [(one.fragment, one.to_version) for one in ToPlace.objects.all()] == [(away, third)]


@pytest.fixture
def waiting(old: SourceVersion, correct: Correct, researcher: User, code: Code) -> Fragment:
    """A fragment with a code and a released quote, that waits for a person."""
    fragment = marked(researcher, old, "Jannie belde ons", code)
    actions.release_quote(actor=researcher, fragment=fragment)
    correct(old, OLD.replace("Jannie", "consulent 3"))
    return fragment


def place(user: User, fragment: Fragment, words: str) -> Fragment:
    version = fragment.version.source.versions.order_by("-number")[0]
    start = (version.text or "").index(words)
    return actions.place_fragment(
        actor=user, fragment=fragment, version=version, start=start, end=start + len(words)
    )  # fmt: skip


def test_a_person_places_it_and_it_keeps_its_number_and_codes(waiting: Fragment, researcher: User, code: Code) -> None:
    placed = place(researcher, waiting, "consulent 3 belde ons")

    assert (placed.pk, placed.number, placed.version.number) == (waiting.pk, waiting.number, 2)
    assert words_of(placed) == "consulent 3 belde ons"
    assert [one.code for one in placed.codings.all()] == [code]
    assert not FragmentMove.objects.get(fragment=placed).same_words
    assert not ToPlace.objects.exists()


def test_what_was_done_on_a_placed_fragment_can_be_undone(waiting: Fragment, researcher: User) -> None:
    place(researcher, waiting, "consulent 3 belde ons")

    actions.undo(actor=researcher, source=waiting.version.source)

    assert not Fragment.objects.exists()


def test_it_is_placed_once(waiting: Fragment, researcher: User) -> None:
    place(researcher, waiting, "consulent 3 belde ons")

    with pytest.raises(InputError, match=r"coding.placed_already"):
        place(researcher, waiting, "belde ons")


def test_it_is_not_placed_on_another_fragment(waiting: Fragment, researcher: User, code: Code) -> None:
    newest = waiting.version.source.versions.order_by("-number")[0]
    marked(researcher, newest, "belde ons", code)

    with pytest.raises(InputError, match=r"coding.place_taken"):
        place(researcher, waiting, "belde ons")


def test_it_is_not_placed_in_a_text_that_was_corrected_again(
    waiting: Fragment, correct: Correct, researcher: User
) -> None:
    second = waiting.version.source.versions.order_by("-number")[0]
    correct(second, (second.text or "").replace("R1", "R2"))

    with pytest.raises(InputError, match=r"coding.text_corrected_again"):
        actions.place_fragment(actor=researcher, fragment=waiting, version=second, start=0, end=5)


def test_a_reader_places_nothing(waiting: Fragment, reader: User) -> None:
    with pytest.raises(NotAllowed):
        place(reader, waiting, "belde ons")


def test_it_lapses_with_all_that_is_on_it(waiting: Fragment, researcher: User) -> None:
    actions.write_memo(actor=researcher, about=waiting, text="Nog eens naar kijken.")

    actions.lapse_fragment(actor=researcher, fragment=waiting)

    assert not Fragment.objects.exists()
    assert not CodingStep.objects.exists()
    assert AuditEvent.objects.get(action="coding.fragment_lapsed").data == {"codings": 1, "memos": 1}


def test_what_does_not_wait_does_not_lapse(old: SourceVersion, researcher: User, code: Code) -> None:
    with pytest.raises(InputError, match=r"coding.placed_already"):
        actions.lapse_fragment(actor=researcher, fragment=marked(researcher, old, "wachttijd", code))


def test_the_text_of_an_older_version_goes_once_nothing_rests_on_it(
    waiting: Fragment, old: SourceVersion, leader: User, researcher: User
) -> None:
    with pytest.raises(InputError, match=r"sources.text_in_use"):
        sources.destroy_text(actor=leader, version=old, reason="name_left")
    place(researcher, waiting, "consulent 3 belde ons")

    sources.destroy_text(actor=leader, version=old, reason="name_left")

    gone = SourceVersion.objects.get(pk=old.pk)
    assert (gone.text, gone.sealed_text, gone.blocks, gone.length) == (None, None, [], len(OLD))
    assert gone.text_sha256 == old.text_sha256
    assert gone.destroyed_by == leader


SPOKEN = ("ja ", "nee ", "R1: Ja, dat klopt.\n\n", "de wijk ", "👍🏽 ", "overdracht. ", "q̇ ", "niemand ", "mogelijk ")


@pytest.mark.parametrize("seed", range(8))
def test_after_any_edits_every_fragment_has_its_words_or_waits(
    seed: int, make_version: Callable[..., SourceVersion], correct: Correct, leader: User, code: Code
) -> None:
    chance = random.Random(seed)
    version = make_version("".join(chance.choices(SPOKEN, k=120)) + "einde", kind=SourceKind.DOCUMENT)
    said = {}
    for _ in range(25):
        start = chance.randrange(version.length - 10)
        words = (version.text or "")[start : start + chance.randrange(1, 40)]
        if words.strip():
            fragment = actions.ensure_fragment(actor=leader, version=version, start=start, end=start + len(words))
            said[fragment.number] = words

    for _ in range(3):
        version = correct(version, edited(version.text or "", chance))

    waiting = set(ToPlace.objects.values_list("fragment__number", flat=True))
    for fragment in Fragment.objects.select_related("version"):
        assert words_of(fragment) == said[fragment.number]
        assert (fragment.version == version) == (fragment.number not in waiting)
    assert Fragment.objects.count() == len(said)


def edited(text: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["", "on", "moeder A ", "Nee."]) + text[at + chance.randrange(6) :]
    return unicodedata.normalize("NFC", text + "!")


def test_five_thousand_fragments_go_along(
    make_version: Callable[..., SourceVersion], correct: Correct, leader: User
) -> None:
    text = "".join(f"Zin {n} van dit lange gesprek.\n" for n in range(5_000))
    version = make_version(text, kind=SourceKind.DOCUMENT)
    lines = [line.start() for line in re.finditer("Zin", text)]
    Fragment.objects.bulk_create(
        Fragment(
            evaluation=version.source.evaluation,
            number=number,
            version=version,
            start=start,
            end=start + 5,
            quote_sha256=sha256(text[start : start + 5].encode()).hexdigest(),
            created_by=leader,
        )
        for number, start in enumerate(lines, start=1)
    )

    new = correct(version, "Vooraf.\n" + text.replace("Zin 777 van", "Zijn 777 van"))

    assert Fragment.objects.filter(version=new).count() == 4_999
    assert ToPlace.objects.get().fragment.number == 778
