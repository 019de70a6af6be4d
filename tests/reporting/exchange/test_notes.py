"""A note that several things name stands at each of them, and is found there again by a newer file."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass

import pytest

from sluitend.apps.coding.models import Memo
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.exchange import leaving
from sluitend.apps.sources.actions import release_version
from sluitend.apps.sources.models import Source
from tests.reporting.exchange.conftest import brought_in, exported, new_evaluation
from tests.reporting.exchange.test_arriving import losses
from tests.reporting.exchange.test_round_trip import same

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


NOTE, OTHER = guid(31), guid(32)
CODES, TEXTS = (guid(1), guid(2)), (guid(11), guid(12))
WORDS = "De regie lag bij niemand."
REF = f'<NoteRef targetGUID="{NOTE}"/>'
AT_CODE, AT_SOURCE, AT_PASSAGE, AT_CODING, AT_SAME, AT_PLACE = "code", "source", "passage", "coding", "same", "place"
AT_PROJECT = "project"
EVERY = frozenset({AT_CODE, AT_SOURCE, AT_PASSAGE, AT_CODING, AT_SAME, AT_PLACE})


@dataclass(frozen=True)
class Named:
    """What names the note: in each of two texts, and of both codes."""

    at: frozenset[str] = EVERY
    words: str = "Wie dan?"
    more: str = ""

    def ref(self, place: str) -> str:
        return REF if place in self.at else ""

    def content(self) -> bytes:
        codes = "".join(
            f'<Code guid="{one}" name="C{one[-1]}" isCodable="true">{self.ref(AT_CODE)}</Code>' for one in CODES
        )
        notes = f'<Note guid="{NOTE}"><PlainTextContent>{self.words}</PlainTextContent></Note>'
        inside = f"""<CodeBook><Codes>{codes}</Codes></CodeBook>
          <Sources>{"".join(map(self.text, TEXTS))}</Sources><Notes>{notes}{self.more}</Notes>
          {self.ref(AT_PROJECT)}"""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="P">{inside}</Project>')
            for one in TEXTS:
                archive.writestr(f"sources/{one}.txt", WORDS)
        return target.getvalue()

    def text(self, text: str) -> str:
        number = text[-1]
        coding = f"""<Coding guid="{guid(20)[:-1]}{number}"><CodeRef targetGUID="{CODES[0]}"/>{self.ref(AT_CODING)}
          </Coding>"""
        passages = (
            self.passage(f"4{number}", (3, 8), self.ref(AT_PASSAGE)),
            self.passage(f"5{number}", (3, 8), self.ref(AT_SAME)),
            self.passage(f"6{number}", (9, 12), coding),
            self.passage(f"7{number}", (0, 0), self.ref(AT_PLACE)),
        )
        return f"""<TextSource guid="{text}" name="T{number}" plainTextPath="internal://{text}.txt">
          {"".join(passages)}{self.ref(AT_SOURCE)}</TextSource>"""

    @staticmethod
    def passage(number: str, span: tuple[int, int], inside: str) -> str:
        places = f'startPosition="{span[0]}" endPosition="{span[1]}"'
        return f'<PlainTextSelection guid="{guid(int(number))}" {places}>{inside}</PlainTextSelection>'


def stand(evaluation: Evaluation, words: str = "Wie dan?") -> Counter[str]:
    """Beside what the note stands, and how often."""
    rows = Memo.objects.filter(evaluation=evaluation, text=words).select_related("code", "source", "fragment__version")
    return Counter(map(_at, rows))


def _at(one: Memo) -> str:
    if one.code is not None:
        return one.code.name
    if one.fragment is not None:
        return f"{one.fragment.version.source} {one.fragment.start}–{one.fragment.end}"
    return str(one.source)


EACH = {"C1", "C2", "S1", "S2", "S1 3–8", "S1 9–12", "S2 3–8", "S2 9–12"}


def release_all(leader: User, evaluation: Evaluation) -> None:
    for source in Source.objects.filter(evaluation=evaluation, versions__released_at=None):
        release_version(actor=leader, version=source.versions.get(), ground="no_personal_data")


@pytest.mark.parametrize("is_public", [True, False])
def test_a_note_stands_once_at_each_thing_that_names_it(leader: User, empty: Evaluation, *, is_public: bool) -> None:
    made = brought_in(leader, empty, Named().content(), is_public=is_public)
    release_all(leader, empty)

    assert stand(empty) == dict.fromkeys(EACH, 1)
    assert not any("notitie" in one for one in losses(made))


@pytest.mark.parametrize("is_public", [True, False])
def test_the_same_file_again_adds_no_note(leader: User, empty: Evaluation, *, is_public: bool) -> None:
    for _time in range(2):
        brought_in(leader, empty, Named().content(), is_public=is_public)
    release_all(leader, empty)
    brought_in(leader, empty, Named().content(), is_public=is_public)

    assert stand(empty) == dict.fromkeys(EACH, 1)


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("first", [AT_SOURCE, AT_PASSAGE, AT_CODING, AT_PLACE, AT_CODE])
def test_a_newer_file_in_which_more_names_a_note_adds_what_is_new(
    leader: User, empty: Evaluation, first: str, *, is_public: bool
) -> None:
    brought_in(leader, empty, Named(frozenset({first})).content(), is_public=is_public)
    brought_in(leader, empty, Named().content(), is_public=is_public)
    release_all(leader, empty)

    assert stand(empty) == dict.fromkeys(EACH, 1)


def test_new_words_of_a_note_come_at_each_thing_also_when_less_names_it(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, Named().content(), is_public=True)

    brought_in(leader, empty, Named(frozenset({AT_SOURCE, AT_CODING}), words="Niemand dus.").content(), is_public=True)

    assert stand(empty, "Niemand dus.") == dict.fromkeys(("S1", "S2", "S1 9–12", "S2 9–12"), 1)
    assert stand(empty) == dict.fromkeys(EACH - set(stand(empty, "Niemand dus.")), 1)


def test_what_somebody_deleted_at_one_thing_stays_away_there(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, Named().content(), is_public=True)
    for one in Memo.objects.filter(evaluation=empty).filter(code__name__in=("C1", "C2")):
        one.delete()
    Memo.objects.get(evaluation=empty, fragment__version__source__number=2, fragment__start=9).delete()

    brought_in(leader, empty, Named().content(), is_public=True)

    assert stand(empty) == dict.fromkeys(EACH - {"C1", "C2", "S2 9–12"}, 1)


def test_a_note_at_several_things_goes_out_at_each_of_them_and_comes_back_so(leader: User, empty: Evaluation) -> None:
    other = new_evaluation(leader)
    brought_in(leader, empty, Named(EVERY - {AT_PLACE}).content(), is_public=True)

    before = leaving.made(empty, with_names=False)
    brought_in(leader, other, exported(leader, empty), is_public=True)

    assert stand(other) == dict.fromkeys(EACH, 1)
    assert same(leaving.made(other, with_names=False)) == same(before)
    (book,) = before.project.code_book
    assert [len(one.notes) for one in (*book.codes, *before.project.sources)] == [1] * 4
    assert NOTE in {note for code in book.codes for note in code.notes}


def test_that_a_note_belongs_to_the_project_or_to_a_note_is_listed(leader: User, empty: Evaluation) -> None:
    other = f"""<Note guid="{OTHER}" name="Dagboek (fictief)"><PlainTextContent>Later.</PlainTextContent>
      <PlainTextSelection guid="{guid(81)}" startPosition="0" endPosition="2"><Coding guid="{guid(82)}">
      <CodeRef targetGUID="{CODES[0]}"/>{REF}</Coding></PlainTextSelection>{REF}</Note>"""
    named = Named(frozenset({AT_CODE, AT_PROJECT}), more=other)

    made = brought_in(leader, empty, named.content(), is_public=True)

    told = [one for one in losses(made) if one.startswith("Dat de notitie")]
    assert told == [
        "Dat de notitie “Wie dan?” bij het project als geheel hoort.",
        "Dat de notitie “Wie dan?” bij de notitie “Dagboek (fictief)” hoort.",
    ]


def test_a_note_of_a_source_and_of_a_place_without_words_is_listed(leader: User, empty: Evaluation) -> None:
    both = brought_in(leader, empty, Named(frozenset({AT_SOURCE, AT_PLACE})).content(), is_public=True)
    alone = brought_in(leader, new_evaluation(leader), Named(frozenset({AT_PLACE})).content(), is_public=True)

    told = "De memo “Wie dan?” hoort bij “T1” en bij een plaats zonder woorden daarin."
    assert [one for one in losses(both) if one.startswith(told)]
    assert not [one for one in losses(alone) if one.startswith(told)]


def test_a_code_without_a_name_is_listed_with_what_it_is_called_now(leader: User, empty: Evaluation) -> None:
    blank = Named().content()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'name="C1"', b'name="  "').replace(b'name="C2"', b'name=""'))

    made = brought_in(leader, empty, target.getvalue(), is_public=True)

    assert [one for one in losses(made) if "zonder naam" in one] == [
        "Een code zonder naam heet nu “Zonder naam”.",
        "Een code zonder naam heet nu “Zonder naam (2)”.",
    ]
