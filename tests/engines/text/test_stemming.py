"""Words that belong together have one stem, and words of the field are not taken for others."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.engines.text.stemming import EXCEPTIONS, LONGEST, fold, stem_of, words

# The glossary of the field: each line is one word in its forms.
TOGETHER = """
evaluatie evaluaties
perspectief perspectieven
niveau niveaus
bureau bureaus
behoefte behoeftes behoeften
gemeente gemeenten gemeentes
regio regio's regio’s regios
bron bronnen
fragment fragmenten
memo memo's
bevinding bevindingen
conclusie conclusies
aanknopingspunt aanknopingspunten
aanbeveling aanbevelingen
maatregel maatregelen
consulent consulenten
jeugdbeschermer jeugdbeschermers
actie acties
keten ketens
schakel schakels
overdracht overdrachten
wachttijd wachttijden
jeugdige jeugdigen
gezin gezinnen
traject trajecten
toewijzing toewijzingen
verwijzer verwijzers
norm normen
tekort tekorten
bestanddeel bestanddelen
randvoorwaarde randvoorwaarden
les lessen
plan plannen
huis huizen
cliënt cliënten client
kind kinderen
advies adviezen
overheid overheden
lid leden
"""
# Each line holds words of which no two may be taken for each other.
APART = """
gezin zin
gezinnen zinnen
keten ketting ket
les lezen
raad rad
maat mat
regie regio
verwijzer verwijzing
actie actief activiteit
norm normaal
wacht wachttijd wachtlijst
jeugd jeugdige jeugdhulp
overheid over
bestuur bestuurder
"""


@pytest.mark.parametrize("line", TOGETHER.split("\n")[1:-1])
def test_forms_of_one_word_have_one_stem(line: str) -> None:
    stems = [[word.stem for word in words(one)] for one in line.split()]

    assert len({tuple(stem) for stem in stems}) == 1, stems
    assert all(len(stem) == 1 for stem in stems)


@pytest.mark.parametrize("line", APART.split("\n")[1:-1])
def test_other_words_keep_their_own_stem(line: str) -> None:
    stems = [stem_of(fold(one)) for one in line.split()]

    assert len(set(stems)) == len(stems), stems


@pytest.mark.parametrize("word", EXCEPTIONS)
def test_every_exception_is_needed(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its line, the forms of some word of the list would not come together, or take another's."""
    stem = EXCEPTIONS[word]
    family = {one for one, found in EXCEPTIONS.items() if found == stem}
    monkeypatch.setattr("sluitend.engines.text.stemming.EXCEPTIONS", {})
    stem_of.cache_clear()
    try:
        without = {one: stem_of(one) for one in family}
    finally:
        stem_of.cache_clear()

    assert set(without.values()) != {stem}, f"{sorted(family)} need no line"


def test_a_word_is_known_by_its_place_its_spelling_and_its_stem() -> None:
    text = "Eén 👩‍👧 gezin: regio’s (2026)!"

    found = [(text[word.start : word.end], word.folded, word.stem) for word in words(text)]

    assert found == [
        ("Eén", "een", "een"),
        ("gezin", "gezin", "gezin"),
        ("regio’s", "regios", "regio"),
        ("2026", "2026", "2026"),
    ]


def test_letters_with_a_mark_beside_them_are_one_word() -> None:
    assert [word.folded for word in words("e\u0301e\u0301n plan")] == ["een", "plan"]


def test_what_is_no_word_is_none() -> None:
    assert list(words(' "*:^-()_ \x00 😀 …')) == []


@given(st.text(max_size=200))
def test_words_stand_where_they_say_and_are_letters_and_figures(text: str) -> None:
    found = list(words(text))

    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for word in found:
        assert word.folded.isalnum()
        assert word.stem.isalnum()
        assert not set(word.folded) & set(" \"'*:^#")
        assert len(word.folded) <= LONGEST + 1


@given(st.text(alphabet="abcdefgimnoprstuvwzë", min_size=1, max_size=12))
def test_a_word_is_found_by_itself_in_capitals_and_without_accents(word: str) -> None:
    forms = [word, word.upper(), word.replace("ë", "e")]

    assert len({tuple(one.stem for one in words(form)) for form in forms}) == 1
