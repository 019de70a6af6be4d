"""Where sentences end, on sentences that are easily cut wrongly. Everything is fictitious."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.engines.text.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["De wachttijd liep op.", "Niemand belde.", "En toen?", "Niets!"],
        ["Mevr. J. de Vries kwam.", "Dr. A.B. Jansen belde om 12.30 uur."],
        ["Zij zei: “We wachten.”", "Daarna niets…", "En toen?", "ja, o.a. de school."],
        ["“Kom je?” vroeg zij.", "(Dat was zo.)", "„Ja.”"],
        ["Het kostte 1.250 euro, incl. btw.", "3 kinderen e.d.", "Het is klaar"],
        ["Zie art. 3 lid 2.", "Dat... was het.", "Hij zei ... niets."],
        ["Er waren er 2.", "Drie bleven.", "Wat?!", "Niets ‘om te melden’."],
        ["Een kop zonder punt"],
        ["Emoji 👩‍👧 telt mee.", "Een 🎉!", "Klaar."],
    ],
)
def test_a_text_falls_apart_in_its_sentences(parts: list[str]) -> None:
    text = "  ".join(parts) + "\n"

    assert [text[start:end] for start, end in sentences(text)] == parts


def test_of_a_piece_of_a_text_places_are_those_of_the_text() -> None:
    text = "Weg. Eerst dit. Dan dat. Weg."

    assert [text[start:end] for start, end in sentences(text, 5, 24)] == ["Eerst dit.", "Dan dat."]


def test_white_space_is_no_sentence() -> None:
    assert sentences(" \n\t ") == []
    assert sentences("") == []


@given(st.text(alphabet="aB1.!?…”“( \n'", max_size=60))
def test_sentences_hold_every_character_that_is_no_white_space_once(text: str) -> None:
    found = sentences(text)

    assert all(one[1] <= two[0] for one, two in itertools.pairwise(found))
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
