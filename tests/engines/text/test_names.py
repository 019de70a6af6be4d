"""The names engine on sentences of its own; all is fictief. Figures are measured in test_names_measured."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.disclosure.check_digits import passes_eleven_test
from sluitend.engines.text.names import Detector, Entry, Found, FoundBy, Kind, Span
from sluitend.engines.text.names.proposing import propose
from sluitend.engines.text.names.replacing import Replaced, Replacement, repeats
from sluitend.engines.text.names.tokens import fold

PEOPLE = [
    Entry(1, Kind.PERSON, ("Sanne de Wit",)),
    Entry(2, Kind.PERSON, ("Roos Koning",)),
    Entry(3, Kind.PERSON, ("Fatima El Amrani-de Boer",)),
    Entry(4, Kind.PERSON, ("Kwabena Mensah",)),
    Entry(5, Kind.PERSON, ("Ayşe Çelik",)),
    Entry(6, Kind.PERSON, ("Jan van Dijk",)),
    Entry(7, Kind.ADDRESS, ("Lindelaan",)),
    Entry(8, Kind.SCHOOL, ("Basisschool De Regenboog (fictief)",)),
    Entry(9, Kind.ORGANISATION, ("Praktijk Noordzij & Blad",)),
]


def said(text: str, entries: list[Entry] | None = None, **more: object) -> list[str]:
    found = propose(text, PEOPLE if entries is None else entries, **more)  # type: ignore[arg-type]
    return [text[span.start : span.end] for span in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Toen belde mevrouw de Wit weer.", "de Wit"),
        ("Sannes school belde.", "Sannes"),
        ("Volgens S. de Wit was er niets.", "S. de Wit"),
        ("Dat was Sanne de W. van groep acht.", "Sanne de W"),
        ("en toen zei sanne dat ook", "sanne"),
        ("Ik sprak met Fatima El Amrani gisteren.", "Fatima El Amrani"),
        ("Ik sprak mevrouw El Amrani gisteren.", "El Amrani"),
        ("Quabena was er niet.", "Quabena"),
        ("Ayse en ik gingen samen.", "Ayse"),
        ("die Van D. weer", "Van D"),
        ("Ze woont op de Lindelaan 12a.", "Lindelaan 12a"),
        ("Ze woont op de Lindelaan 12.", "Lindelaan 12"),
        ("Maar roos die belde nooit terug.", "roos"),
        ("Lindelaan, nummer twaalf, zei ze.", "Lindelaan, nummer twaalf"),
        ("Hij zit op de Regenboog.", "de Regenboog"),
        ("Bij noordzij en blad zeiden ze dat.", "noordzij en blad"),
        ("Dat sannegate was niet mooi.", "sannegate"),
    ],
)
def test_a_listed_name_is_found_in_what_people_make_of_it(text: str, words: str) -> None:
    assert words in said(text)


def test_a_name_that_is_a_verb_is_told_from_it_by_what_follows() -> None:
    wil = [Entry(1, Kind.PERSON, ("Wil Sterk",))]

    assert said("Wil van de school belde.", wil) == ["Wil"]
    assert said("Wil je dat zeggen?", wil) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ze kreeg een roos van haar leraar.",
        "Ze kreeg een roos die bloeide.",
        "Ze gaf haar roos die avond weg.",
        "De koning was op bezoek.",
        "Die witte auto stond er weer.",
        "Na regen komt de regenboog.",
        "Het staat op een blad papier.",
    ],
)
def test_the_same_words_in_their_ordinary_sense_stay(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Toen kwam juf Marloes langs.", "Marloes"),
        ("een zekere boelens van de gemeente", "boelens"),
        ("Ze heet Sterre, geloof ik.", "Sterre"),
        ("Dat vond Oleksandr Hrytsenko ook.", "Oleksandr Hrytsenko"),
        ("ja en dagmar die belde", "dagmar"),
        ("J.P. Oudhof tekende het.", "J.P. Oudhof"),
        ("De familie Simatupang hoorde het.", "Simatupang"),
        ("Het Steenuilcollege schreef hem uit.", "Steenuilcollege"),
        ("We hebben in de Pastoor Zwaluwstraat gebeld.", "Pastoor Zwaluwstraat"),
        ("Dat was met Tweede Adem, toen.", "Tweede Adem"),
    ],
)
def test_a_name_on_no_list_is_found_by_its_surroundings(text: str, words: str) -> None:
    assert words in said(text, [])


@pytest.mark.parametrize(
    "text",
    [
        "Veilig Thuis Haaglanden belde met de Raad voor de Kinderbescherming.",
        "De gemeente Utrecht werkt volgens de Jeugdwet.",
        "In maart sprak de GI met Jeugdbescherming west.",
        "Daar heeft Den Haag geen idee van.",
        "Van Jantje naar Pietje gestuurd, dat is het.",
        "Kortom, daarvan weet niemand iets.",
        "Wil iemand daar nog iets over zeggen?",
        "Vanochtend was er overleg over de wachtlijst.",
    ],
)
def test_public_bodies_towns_laws_and_ordinary_words_stay(text: str) -> None:
    assert said(text, []) == []


def test_what_an_evaluation_calls_public_stays() -> None:
    assert said("Toen belde Oeverrijk met Dauwtrap.", [], keep=["Oeverrijk"]) == ["Dauwtrap"]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Bel 06-00000123 maar.", "06-00000123", Kind.PHONE),
        ("Bel nul zes, nul nul nul nul nul een twee drie.", "nul zes, nul nul nul nul nul een twee drie", Kind.PHONE),
        ("Het is (0119) 55 50 44 geloof ik.", "(0119) 55 50 44", Kind.PHONE),
        ("Mail naar a.b@voorbeeld.example dan.", "a.b@voorbeeld.example", Kind.EMAIL),
        ("mail sanne apenstaartje voorbeeld punt nl maar", "sanne apenstaartje voorbeeld punt nl", Kind.EMAIL),
        ("Haar BSN is 9999.40.132, denk ik.", "9999.40.132", Kind.BSN),
        ("Dat is 1010 ZZ in het systeem.", "1010 ZZ", Kind.POSTCODE),
        ("Hij is van 30 augustus '07.", "30 augustus '07", Kind.BIRTH_DATE),
        ("Geboren op de twaalfde van maart tweeduizend elf.", "twaalfde van maart tweeduizend elf", Kind.BIRTH_DATE),
    ],
)
def test_what_has_a_fixed_form_is_found_by_it(text: str, words: str, kind: Kind) -> None:
    found = propose(text, [])

    assert [(text[span.start : span.end], span.kind) for span in found] == [(words, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Het besluit is van 14 maart 2022.",
        "Zaaknummer 999940133 klopt niet.",
        "In 2019 is er veel veranderd.",
        "Dat kost 1200 euro per maand.",
        "We spraken twaalf, dertien, veertien gezinnen.",
    ],
)
def test_other_numbers_and_dates_stay(text: str) -> None:
    assert propose(text, []) == ()


def test_a_name_that_is_sure_once_is_proposed_everywhere_in_the_text() -> None:
    text = "Ze heet Storre. Nou, storre kwam niet."

    assert said(text, []) == ["Storre", "storre"]


def test_two_people_of_one_name_are_left_for_a_person_to_tell_apart() -> None:
    found = propose("Toen kwam Sanne.", [*PEOPLE, Entry(20, Kind.PERSON, ("Sanne Visser",))])

    assert [span.entry for span in found] == [None]


def test_another_surname_is_another_person() -> None:
    text = "Toen kwam Sanne Dauwtrap."
    found = propose(text, PEOPLE)

    assert [(text[span.start : span.end], span.entry) for span in found] == [("Sanne Dauwtrap", None)]


class _Sees(Detector):
    """A detector that sees exactly these stretches."""

    def __init__(self, *found: Found) -> None:
        self._found = found

    def find(self, text: str) -> tuple[Found, ...]:
        return self._found


def test_what_a_detector_adds_is_joined_with_what_is_known() -> None:
    text = "toen kwam zwierink langs, bij Sanne"
    seen = _Sees(Found(10, 18, Kind.PERSON), Found(30, 35, Kind.PERSON))

    assert propose(text, PEOPLE, seen) == (
        Span(10, 18, Kind.PERSON, FoundBy.DETECTOR),
        Span(30, 35, Kind.PERSON, FoundBy.LIST, 1),
    )


def test_what_stays_a_detector_does_not_take_away() -> None:
    text = "Zij werkt bij Veilig Thuis in Utrecht."
    seen = _Sees(Found(14, 26, Kind.ORGANISATION), Found(30, 37, Kind.PLACE))

    assert propose(text, [], seen) == ()


def test_the_eleven_test() -> None:
    assert passes_eleven_test("999940132")
    assert not passes_eleven_test("999940133")
    assert not passes_eleven_test("000000000")


NAMES = st.sampled_from([form for entry in PEOPLE for form in entry.forms if "(" not in form])
NOISE = st.text(alphabet="abcde AB.,!?\n😀é'-", max_size=40)


@settings(max_examples=150, deadline=None)
@given(before=NOISE, name=NAMES, after=NOISE)
def test_every_listed_form_is_found_in_any_text(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    start, end = len(before) + 1, len(before) + 1 + len(name)

    covered = {at for span in propose(text, PEOPLE) for at in range(span.start, span.end)}

    assert all(at in covered for at in range(start, end) if text[at].isalpha())


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="aA.bé SRoos 0123@-'😀\n", max_size=120))
def test_proposals_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    found = propose(text, PEOPLE)

    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60), cuts=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.text(max_size=8))))
def test_replacing_carries_every_other_character_along(text: str, cuts: list[tuple[int, int, str]]) -> None:
    rows: list[Replacement] = []
    for start, end, words in sorted(cuts):
        if start < end <= len(text) and (not rows or rows[-1].end <= start):
            rows.append(Replacement(start, end, words))

    new = Replaced(text, rows)

    kept = [at for at in range(len(text)) if not any(row.start <= at < row.end for row in rows)]
    assert [new.text[new.start(at)] for at in kept] == [text[at] for at in kept]
    assert len(new.text) == len(text) + sum(len(row.words) - (row.end - row.start) for row in rows)
    for row in rows:
        assert new.text[new.start(row.start) : new.end(row.end)][: len(row.words)] == row.words


def test_overlapping_replacements_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Replaced("abcdef", [Replacement(0, 3, "x"), Replacement(2, 4, "y")])


def test_the_same_words_are_found_again_whatever_their_capitals_and_accents() -> None:
    text = "Ayşe, ayse en AYŞE; niet Ayşegül."

    assert [text[start:end] for start, end in repeats(text, "Ayşe")] == ["Ayşe", "ayse", "AYŞE"]


def test_folding_takes_capitals_and_accents_away() -> None:
    assert [fold(word) for word in ("İbrahim", "Yıldız", "Ørsted", "Çelik")] == ["ibrahim", "yildiz", "orsted", "celik"]
