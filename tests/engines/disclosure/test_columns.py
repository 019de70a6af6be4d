"""What identifies is recognised by values; all people and numbers are fictief."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Sequence

import pyarrow as pa
import pytest

from sluitend.engines.disclosure.check_digits import has_right_check_digits, passes_eleven_test
from sluitend.engines.disclosure.columns import looks_like_a_value, recognise
from sluitend.engines.disclosure.kinds import IDENTIFYING, Kind

CHANCE = random.Random(7)
ROWS = 60


def numbers(many: int, *, passing: bool | None) -> list[str]:
    """Of nine digits that pass the eleven-test, that do not, or as they come."""
    found: list[str] = []
    while len(found) < many:
        one = f"{CHANCE.randrange(10**7, 10**9):09d}"
        if passing is None or passes_eleven_test(one) is passing:
            found.append(one)
    return found


BSN = numbers(ROWS, passing=True)
FIRST = ["Jan", "Sanne", "Mohammed", "Fatima", "Kwabena", "Roos", "Daan", "Emma", "Lotte", "Youssef"]
LAST = ["Jansen", "de Vries", "El Amrani", "Bakker", "Mensah", "Koning", "van Dijk", "Visser", "Smit", "de Boer"]


def cycle(*values: object) -> list[object]:
    return [values[row % len(values)] for row in range(ROWS)]


COLUMNS: dict[str, tuple[Sequence[object], Kind | None]] = {
    "nummer": (BSN, Kind.BSN),
    "als getal": ([int(one) for one in BSN], Kind.BSN),
    "als kommagetal": ([None, *(float(one) for one in BSN[1:])], Kind.BSN),
    "zonder nul": ([one.lstrip("0") for one in BSN], Kind.BSN),
    "met punten": ([f"{one[:4]}.{one[4:6]}.{one[6:]}" for one in BSN], Kind.BSN),
    "in tekst": ([f"BSN: {one} (kind)" for one in BSN], Kind.BSN),
    "enkele": ([*BSN[:6], *cycle("wijkteam")[6:]], Kind.BSN),
    "van één kind": ([BSN[0], *[None] * (ROWS - 1)], Kind.BSN),
    "code van één aanbieder": ([BSN[0]] * ROWS, None),
    "bsn": (numbers(ROWS, passing=False), Kind.KEY),  # a name alone is no proof
    "willekeurig": (numbers(ROWS, passing=None), Kind.KEY),
    "zaak": ([f"2026-{row:05d}" for row in range(ROWS)], Kind.KEY),
    "naam": ([f"{FIRST[row % 10]} {LAST[row * 3 % 10]}" for row in range(ROWS)], Kind.NAME),
    "wie": ([f"{LAST[row % 10]}, {FIRST[row % 7][0]}." for row in range(ROWS)], Kind.NAME),
    "kind": (cycle(*FIRST), Kind.NAME),
    "medewerker": (cycle("Wijkteam", "mw. F. El Amrani", "dhr. J. Bakker"), Kind.NAME),
    "achternaam": (cycle("Zonnewever", "Vlierboom-Askelaar", "Kattenstaart"), Kind.NAME),
    "woont": ([f"{cycle('Kerkstraat', 'Dorpsweg')[row]} {row + 1}b" for row in range(ROWS)], Kind.ADDRESS),
    "pc": ([f"{1000 + row} AB" for row in range(ROWS)], Kind.POSTCODE),
    "postcode": (cycle("1011", "1012"), Kind.POSTCODE),
    "dorp": (cycle("Bilthoven", "Vleuten", "Ede", "Zeist"), Kind.PLACE),
    "tel": ([f"06-{12345670 + row}" for row in range(ROWS)], Kind.PHONE),
    "adres van één": (["moeder@voorbeeld.invalid", *cycle("post")[1:]], Kind.EMAIL),
    "rekening": (cycle("NL91ABNA0417164300", "BE68 5390 0754 7034"), Kind.IBAN),
    "datum kind": ([f"{row % 28 + 1:02d}-03-{2003 + row % 18}" for row in range(ROWS)], Kind.BIRTH_DATE),
    "geboortedatum": (cycle("2024-01-02", "2024-03-04"), Kind.BIRTH_DATE),
    "geboortejaar": (cycle(2011, 2013), Kind.BIRTH_DATE),
    "opmerking": ([f"moeder belt in week {row} over de school" for row in range(ROWS)], Kind.FREE_TEXT),
    "gemeente": (cycle("Utrecht", "Ede", "Havenrak", "Molenhorst"), None),
    "gemeentecode": (cycle("GM0344", "GM0228"), None),
    "stap": (cycle("Melding ontvangen", "Intake", "Start jeugdhulp", "Regie overgedragen"), None),
    "organisatie": (cycle("Wijkteam Noord", "Veilig Thuis", "William Schrikker", "De Steiger", "Timon"), None),
    "datum": ([f"2026-01-{row % 28 + 1:02d}" for row in range(ROWS)], None),
    "compacte datum": ([f"2026{row % 12 + 1:02d}{row % 28 + 1:02d}" for row in range(ROWS)], None),
    "dagen": ([row * 3 for row in range(ROWS)], None),
    "kosten": ([1200.5 * row for row in range(ROWS)], None),
    "ja of nee": (cycle(True, False, None), None),
    "leeg": ([None] * ROWS, None),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_is_what_its_values_are(name: str) -> None:
    values, kind = COLUMNS[name]

    found = recognise(pa.table({name: pa.array(values)}))

    assert [column.kind for column in found] == ([kind] if kind else [])


def test_columns_come_in_order_with_a_share_and_never_a_value() -> None:
    table = pa.table({name: pa.array(values) for name, (values, _) in COLUMNS.items()})

    found = recognise(table, ignore=["tel"])

    assert [column.name for column in found] == [
        name for name, (_, kind) in COLUMNS.items() if kind is not None and name != "tel"
    ]
    shares = {column.name: column.share for column in found}
    assert (shares["nummer"], shares["enkele"], shares["adres van één"]) == (1.0, 0.1, 1 / ROWS)
    assert not any(one in repr(found) for one in (*BSN, *LAST, "Zonnewever", "moeder"))


def test_of_arbitrary_numbers_a_column_of_bsns_is_seen_by_chance_less_than_once_in_a_thousand() -> None:
    tables = [pa.table({"x": numbers(many, passing=None)}) for many in (3, 5, 10, 30, 200) for _ in range(60)]

    assert sum(column.kind is Kind.BSN for table in tables for column in recognise(table)) <= 1


def test_the_whole_column_is_looked_at_however_long() -> None:
    values = pa.array([f"w{row}" for row in range(100_000)] + BSN[:5])

    (found,) = recognise(pa.table({"x": values}))

    assert found.kind is Kind.BSN


def test_a_first_row_that_is_somebody_is_no_row_of_names() -> None:
    assert looks_like_a_value("111222333")
    assert looks_like_a_value("moeder@voorbeeld.invalid")
    assert looks_like_a_value("Jan Jansen")
    names = (
        "zaaknummer",
        "Stap",
        "datum",
        "organisatie",
        "gezin",
        "straat",
        "Naam kind",
        "org:group",
        "jan",
        "kolom 3",
    )
    assert not any(map(looks_like_a_value, (*names, *COLUMNS)))


def test_a_key_is_no_harm_by_itself() -> None:
    assert Kind.KEY not in IDENTIFYING
    assert set(Kind) - IDENTIFYING == {Kind.KEY}


def test_digits_in_a_key_are_no_bsn() -> None:
    """Of one or two keys nothing tells chance: a small delivery was refused for the keys that stood in it."""
    digests = [hashlib.sha256(str(number).encode()).hexdigest()[:32] for number in range(5_000)]
    suspect = [one for one in digests if any(map(passes_eleven_test, re.findall(r"(?<!\d)\d{8,9}(?!\d)", one)))]
    guids = [f"{number:08d}-0000-4000-8000-0000000000ab" for number in range(12_345_600, 12_345_700)]
    guids = [one for one in guids if passes_eleven_test(one[:8])]

    assert (len(suspect) > 20, len(guids) > 3) == (True, True)
    for one in (*suspect, *guids):
        assert recognise(pa.table({"casus": [one], "gezin": [one.upper()]})) == ()
    (found,) = recognise(pa.table({"casus": [f"{suspect[0]} {BSN[0]}"]}))  # a number beside a key is one
    assert found.kind is Kind.BSN


def test_one_key_is_no_account() -> None:
    digests = [hashlib.sha256(str(number).encode()).hexdigest()[:32] for number in range(20_000)]
    suspect = [one for one in digests if re.match(r"[a-f]{2}\d{2}", one) and has_right_check_digits(one.upper())]

    assert len(suspect) > 5
    assert [recognise(pa.table({"casus": [one] * 3})) for one in suspect] == [()] * len(suspect)


def test_hexadecimal_keys_are_no_accounts() -> None:
    """One in 97 of those that have the form of an account has the right check digits, by chance."""
    keys = [hashlib.sha256(str(number).encode()).hexdigest()[:20] for number in range(20_000)]
    accounts = [key for key in keys if re.match(r"[a-f]{2}\d{2}", key) and has_right_check_digits(key.upper())]

    (found,) = recognise(pa.table({"casus": keys}))

    assert len(accounts) > 5
    assert found.kind is Kind.KEY


def test_one_dutch_account_among_other_words_is_an_account() -> None:
    table = pa.table({"kenmerk": ["contant", "pin", "NL91ABNA0417164300", "pin"] * 10})

    assert [one.kind for one in recognise(table)] == [Kind.IBAN]
