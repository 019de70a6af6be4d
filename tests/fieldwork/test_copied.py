"""Words that somebody copied by hand are found again, and only those go. All of it is fictitious."""

from __future__ import annotations

import pytest

from sluitend.apps.fieldwork.copied import copies, rows_in, same_but_withdrawn, telling, without

TURN = "Weet u wat het is, niemand belt ons terug, nooit."


@pytest.mark.parametrize(
    ("said", "typed", "left"),
    [
        (TURN, "Niemand belt ons terug", "[ingetrokken]"),
        (TURN, "Moeder: niemand belt ons terug", "[ingetrokken]"),
        (TURN, "Zij wacht al weken. Niemand belt ons terug! Dat hoorden wij vaker.", "Zij wacht al weken. "
         "[ingetrokken] Dat hoorden wij vaker."),
        (TURN, "Een moeder: “weet u wat het is, niemand belt”. Zij wacht.", "[ingetrokken] Zij wacht."),
        (TURN, "Kop\n\nWeet u?\nWat het is: niemand belt\n\nRest", "Kop\n\n[ingetrokken]\n\nRest"),
        ("Nog nooit gezien.", "Ouder: nog nooit gezien", "[ingetrokken]"),
        ("Nog nooit gezien.", "Ik heb dit nog nooit gezien.", "Ik heb dit nog nooit gezien."),
        ("Hij kwam op de dag van de zitting.", "Op de dag van de verhuizing was niemand er. De regie was zoek.",
         "[ingetrokken] De regie was zoek."),
        ("Tijdigheid", "Tijdigheid", "Tijdigheid"),
        ("Ja, dat klopt.", "Raad: Ja, dat klopt.", "Raad: Ja, dat klopt."),
        (TURN, "", ""),
    ],
)  # fmt: skip
def test_of_what_was_typed_the_sentence_goes_that_holds_the_words(said: str, typed: str, left: str) -> None:
    rows = telling(rows_in([said]))

    assert without(typed, rows) == left
    assert copies(typed, rows) == (left != typed)


def test_a_turn_that_anybody_may_say_hides_where_it_stands_alone() -> None:
    rows = rows_in(["Klopt."])

    assert copies("Raad: klopt!", rows)
    assert not copies("Dat klopt niet.", rows)
    assert telling(rows) == set()


@pytest.mark.parametrize(
    ("emptied", "text", "is_same"),
    [
        ("[ingetrokken]", "Een zin.", True),
        ("Eerst. [ingetrokken] Dan.", "Eerst. Iets anders. Dan.", True),
        ("[ingetrokken] Dan. [ingetrokken]", "Eerst. Dan. Later.", True),
        ("Eerst. [ingetrokken] Dan.", "Eerst. Iets anders. Later.", False),
        ("Eerst. [ingetrokken] Dan.", "Eerst. Dan.", False),
        ("[ingetrokken]", "", False),
        ("Eerst.", "Dan.", False),
    ],
)
def test_what_was_withdrawn_is_no_other_wording(emptied: str, text: str, is_same: bool) -> None:
    assert same_but_withdrawn(emptied, text) is is_same
    assert same_but_withdrawn(text, emptied) is is_same
