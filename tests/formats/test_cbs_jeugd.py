"""Records of Beleidsinformatie Jeugd as events; people and numbers are fictitious ("fictief")."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.formats import cbs_jeugd
from sluitend.formats.cbs_jeugd import FIELDS, codes, refusals
from sluitend.formats.messages import codes as messages
from sluitend.formats.messages.table import Events
from tests.formats.answer_files import write_xlsx
from tests.formats.ijw_files import hashed

ANNA, BRAM = "999990019", "012345672"
HELPED = {
    "bsn": ANNA, "born": "20150503", "sex": "V", "place": "9999XX", "referrer": "02", "care": "11", "crisis": "01",
    "care_begin": "20300105", "care_end": "20300620", "care_reason": "03",
}  # fmt: skip
MEASURED = {
    "bsn": BRAM, "place": "0363", "measure": "11", "measure_begin": "20300201", "measure_end": "20301101",
    "measure_reason": "04", "placement": "72", "placement_begin": "20300301", "placement_end": "20300901",
    "handed_over": "20300601",
}  # fmt: skip
LAYOUT = {name: (1 + 20 * at, 18) for at, name in enumerate(FIELDS)}


def fixed(folder: Path, *records: Mapping[str, str], name: str = "levering.txt") -> Path:
    lines = ("".join(record.get(field, "").ljust(20) for field in FIELDS) for record in records)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="cp1252")
    return folder / name


def sheet(folder: Path, *records: Mapping[str, object]) -> Path:
    rows = [list(FIELDS.values()), *([record.get(field, "") for field in FIELDS] for record in records)]
    return write_xlsx(folder / "levering.xlsx", ("Blad1", rows))


def csv(folder: Path, *records: Mapping[str, str]) -> Path:
    lines = [";".join(FIELDS.values()), *(";".join(record.get(field, "") for field in FIELDS) for record in records)]
    (folder / "levering.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "levering.csv"


def read(*paths: Path, **options: object) -> Events:
    given = {"key": hashed, "organisation": "Aanbieder Fictief", "layout": LAYOUT, **options}
    return cbs_jeugd.read(*paths, **given)  # type: ignore[arg-type]


def told(events: Events, who: str) -> list[tuple[str, str, str, str | None]]:
    return [
        (f"{row['time']:%m-%d}", row["activity"], row["kind"], row["reason"])
        for row in events.table.to_pylist()
        if row["case"] == hashed(who)
    ]


HELP = [
    ("01-05", "Jeugdhulp gestart", "Met verblijf: pleegzorg", None),
    ("06-20", "Jeugdhulp gestopt", "Met verblijf: pleegzorg", "Voortijdig afgesloten: eenzijdig door de cliënt"),
]
MEASURE = [
    ("02-01", "Maatregel gestart", "Ondertoezichtstelling", None),
    ("03-01", "Machtiging gestart", "Machtiging uithuisplaatsing", None),
    ("06-01", "Maatregel overgedragen", "Ondertoezichtstelling", None),
    ("09-01", "Machtiging gestopt", "Machtiging uithuisplaatsing", None),
    ("11-01", "Maatregel gestopt", "Ondertoezichtstelling", "Beëindiging volgens plan"),
]


@pytest.mark.parametrize("write", [fixed, sheet, csv])
def test_records_become_events(tmp_path: Path, write: object) -> None:
    events = read(write(tmp_path, HELPED, MEASURED))  # type: ignore[operator]

    assert told(events, ANNA) == HELP
    assert told(events, BRAM) == MEASURE
    first = next(row for row in events.table.to_pylist() if row["case"] == hashed(ANNA))
    assert (first["referrer"], first["crisis"], first["resource"]) == ("Huisarts", "ja", "Aanbieder Fictief")
    assert set(events.table["municipality"].to_pylist()) == {None, "GM0363"}
    assert events.report == {
        "records": 2, "without_number": 0, "repeated": 0, "events": 7, "handovers_without_takeover": 1,
    }  # fmt: skip
    assert EventLog(events.table).summary().cases == 2


def test_a_sheet_that_made_numbers_of_codes(tmp_path: Path) -> None:
    """Zeros in front are gone, and dates are dates or numbers."""
    numbers = {**HELPED, "bsn": 12345672, "referrer": 2, "care_begin": "2030-01-05", "care_end": 20300620}

    events = read(sheet(tmp_path, numbers))

    assert told(events, BRAM) == HELP
    assert events.table["referrer"].to_pylist()[0] == "Huisarts"


def test_a_later_delivery_replaces_the_record(tmp_path: Path) -> None:
    """Running in the first half year, ended in the second; and an end that turned out to be none."""
    running = {**HELPED, "care_end": "", "care_reason": ""}
    first, second = fixed(tmp_path, running, name="1.txt"), fixed(tmp_path, HELPED, name="2.txt")

    assert told(read(first, second), ANNA) == HELP
    assert told(read(second, first), ANNA) == HELP[:1]
    assert read(first, second).report["repeated"] == 1


def test_who_takes_over_gives_no_begin(tmp_path: Path) -> None:
    taken = {"bsn": BRAM, "measure": "11", "taken_over": "20300602"}

    assert told(read(fixed(tmp_path, taken)), BRAM) == [
        ("06-02", "Maatregel overgenomen", "Ondertoezichtstelling", None)
    ]


def test_youths_without_a_number_stay_apart(tmp_path: Path) -> None:
    unknown = {**HELPED, "bsn": "999999999"}
    events = read(fixed(tmp_path, unknown, {**unknown, "born": "20160101"}, {**HELPED, "bsn": "000000000"}))

    assert len(set(events.table["case"].to_pylist())) == 3
    assert events.report["without_number"] == 3


def test_nothing_of_a_person_comes_out(tmp_path: Path) -> None:
    events = read(fixed(tmp_path, {**HELPED, "care_reason": "Fictief", "care": "77"}))

    text = str(events.table.to_pylist())
    for secret in (ANNA, "2015", "9999XX", "Fictief belde"):
        assert secret not in text
    assert events.table["kind"].to_pylist()[0] == "onbekende code 77"
    assert events.table["reason"].to_pylist()[1] == "onbekende code"


def test_a_layout_is_read_from_csv(tmp_path: Path) -> None:
    lines = ["veld;begin;lengte", *(f"{FIELDS[name]};{at};{length}" for name, (at, length) in LAYOUT.items())]
    (tmp_path / "layout.csv").write_text("\n".join(lines), encoding="utf-8")

    assert cbs_jeugd.layout(tmp_path / "layout.csv") == LAYOUT


@pytest.mark.parametrize("line", ["Anders;1;2", "bsn;0;9", "bsn;1", "bsn;1;99999", "bsn;x;9"])
def test_bad_layouts(tmp_path: Path, line: str) -> None:
    (tmp_path / "layout.csv").write_text(f"veld;begin;lengte\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=codes.BAD_LAYOUT) as caught:
        cbs_jeugd.layout(tmp_path / "layout.csv")

    assert caught.value.data == {"row": 2}


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({**HELPED, "bsn": "12A"}, codes.BAD_NUMBER),
        ({**HELPED, "care_begin": "20300231"}, codes.BAD_DATE),
        ({**HELPED, "care_begin": "20300200"}, codes.BAD_DATE),
        ({**HELPED, "care_end": "20290101"}, codes.TURNED),
    ],
    ids=["number", "date", "month only", "turned"],
)
def test_bad_records(tmp_path: Path, record: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(fixed(tmp_path, HELPED, record))

    assert (caught.value.code, caught.value.data["row"]) == (code, 2)
    assert refusals.SENTENCES[code] % caught.value.data


def test_a_bad_record_below_an_empty_line_is_told_where_it_stands(tmp_path: Path) -> None:
    path = csv(tmp_path, HELPED, {**HELPED, "care_begin": "20300231"})
    names, *records = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([names, records[0], b"\r\n\r\n", *records[1:]]))

    with pytest.raises(InputError) as refused:
        read(path)

    assert (refused.value.code, refused.value.data["row"]) == (codes.BAD_DATE, 5)


def test_bad_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fixed(tmp_path, HELPED)
    empty, other, short = tmp_path / "leeg.txt", tmp_path / "x.pdf", tmp_path / "kort.txt"
    empty.write_text("\n\n")
    other.write_text("x")
    short.write_text("999990019\n")
    (tmp_path / "kaal.csv").write_text("naam;plaats\na;b\n")
    found = {}
    for one, options in (
        (path, {"layout": None}), (path, {"layout": {"care": (1, 2)}}), (path, {"key": None}), (empty, {}), (other, {}),
        (short, {}), (tmp_path / "kaal.csv", {}),
    ):  # fmt: skip
        with pytest.raises(InputError) as caught:
            read(one, **options)
        found[len(found)] = caught.value.code
    monkeypatch.setattr("sluitend.formats.cbs_jeugd.reading.MAX_BYTES", 5)
    with pytest.raises(InputError, match=codes.TOO_BIG):
        read(path)

    assert list(found.values()) == [
        *(codes.NEEDS_LAYOUT, codes.NO_FIELD, messages.NEEDS_KEY, codes.EMPTY, codes.UNSUPPORTED),
        *(codes.SHORT_LINE, codes.NO_FIELD),
    ]


def test_every_refusal_has_a_sentence() -> None:
    assert set(refusals.SENTENCES) == codes.ALL
