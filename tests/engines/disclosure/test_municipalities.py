"""A place or postcode becomes its municipality by a table of the data holder. All places are fictief."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from sluitend import cli
from sluitend.engines.disclosure.municipalities import Municipalities, table_of
from sluitend.errors import InputError
from tests.engines.disclosure.registration import everything
from tests.formats.answer_files import write_xlsx
from tests.formats.test_cbs_jeugd import ANNA, HELPED, hashed, read
from tests.formats.test_cbs_jeugd import csv as records_csv

PAIRS = [
    ("Molenhorst", "Waterdam"),
    ("’s-Fictiefdijk", "Waterdam"),
    ("Tweelinge", "Waterdam"),
    ("Tweelinge", "Havenrak"),
    ("Havenrak", "GM9902"),
    ("9911", "Waterdam"),
    ("9911 XB", "Havenrak"),
]


@pytest.mark.parametrize(
    ("place", "municipality"),
    [
        ("Molenhorst", "Waterdam"),
        (" molenhorst ", "Waterdam"),
        ("'S-FICTIEFDIJK", "Waterdam"),
        ("Tweelinge", None),  # two municipalities have one of that name
        ("Havenrak", "GM9902"),
        ("9911", "Waterdam"),
        ("9911zz", "Waterdam"),
        ("9911 xb", "Havenrak"),  # the whole postcode goes before its digits
        ("9912", None),
        ("", None),
        ("Elders", None),
    ],
)
def test_a_place_has_one_municipality_or_none(place: str, municipality: str | None) -> None:
    assert Municipalities(PAIRS).of(place) == municipality


@pytest.mark.parametrize("seed", range(5))
def test_a_column_is_looked_up_as_each_of_its_rows(seed: int) -> None:
    chance = random.Random(seed)
    pairs = [(f"plaats {chance.randrange(12)}", f"gemeente {chance.randrange(4)}") for _ in range(20)]
    places = [chance.choice([None, "", *(f"plaats {number}" for number in range(15))]) for _ in range(300)]

    owners: dict[str, set[str]] = {}
    for place, owner in pairs:
        owners.setdefault(place, set()).add(owner)
    naive = [min(owners[one]) if one in owners and len(owners[one]) == 1 else None for one in places]
    assert (
        Municipalities(pairs).column(pa.chunked_array([places[:100], places[100:]], pa.string())).to_pylist() == naive
    )


@pytest.mark.parametrize(
    "table",
    [
        {"plaats": ["Molenhorst"]},
        {"plaats": ["Molenhorst", None], "gemeente": ["", "Waterdam"]},
        {"plaats": pa.array([], pa.string()), "gemeente": pa.array([], pa.string())},
    ],
)
def test_a_table_without_pairs_is_refused(table: dict[str, list[str]]) -> None:
    with pytest.raises(InputError) as raised:
        table_of(pa.table(table))

    assert raised.value.code == "disclosure.bad_places"


def log(folder: Path) -> Path:
    """Forty cases in Molenhorst and in a village that no table knows."""
    rows = [
        (f"k{number}", step, f"2030-01-{day:02d}", "Gehuchtje" if number % 4 == 0 else "Molenhorst")
        for number in range(40)
        for day, step in enumerate(("Melding", "Intake"), start=1)
    ]
    with (folder / "registratie.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([("casus", "stap", "datum", "woonplaats"), *rows])
    return folder / "registratie.csv"


def prepare(folder: Path, *more: str) -> int:
    named = ["--case", "casus", "--activity", "stap", "--time", "datum"]
    return cli.main(["prepare", str(log(folder)), *named, *more, "--out", str(folder / "uit")])


def test_only_the_municipality_leaves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = write_xlsx(tmp_path / "plaatsen.xlsx", ("Blad1", [("Woonplaats", "Gemeente"), *PAIRS]))

    assert prepare(tmp_path, "--place", "woonplaats", "--places", str(places)) == 0

    events = parquet.read_table(tmp_path / "uit" / "gebeurtenissen.parquet")
    assert events.column_names == ["case", "activity", "time", "resource", "municipality"]
    assert sorted(map(str, set(events["municipality"].to_pylist()))) == ["None", "Waterdam"]
    assert json.loads((tmp_path / "uit" / "rapport.json").read_text())["without_municipality"] == 20
    told = everything(tmp_path / "uit", capsys)
    assert "De gemeente komt uit de tabel achter --places. Bij 20 gebeurtenissen is zij onbekend" in told
    assert not [name for name in ("Molenhorst", "Gehuchtje", "woonplaats") if name in told]


def test_a_third_column_gives_the_subregion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also of a log that has municipalities already: then each is its own place. Noord and Zuid are villages too."""
    rows = [("GM9901", "GM9901", "Noord"), ("GM9902", "GM9902", "Zuid"), ("GM9903", "GM9903", "")]
    (tmp_path / "regio.csv").write_text("\n".join(map(";".join, [("gemeente", "gemeente2", "regio"), *rows])))
    events = ("Melding", "Intake")
    made = [f"k{n};{step};2030-01-02;GM990{n % 3 + 1}" for n in range(36) for step in events]
    (tmp_path / "log.csv").write_text("\n".join(["casus;stap;datum;gemeente", *made]))

    named = ["--case", "casus", "--activity", "stap", "--time", "datum", "--place", "gemeente"]
    given = [*named, "--places", str(tmp_path / "regio.csv"), "--out", str(tmp_path / "uit")]
    assert cli.main(["prepare", str(tmp_path / "log.csv"), *given]) == 0

    written = parquet.read_table(tmp_path / "uit" / "gebeurtenissen.parquet")
    pairs = zip(written["municipality"].to_pylist(), written["subregio"].to_pylist(), strict=True)
    assert set(pairs) == {("GM9901", "regio Noord"), ("GM9902", "regio Zuid"), ("GM9903", None)}
    assert "“subregio”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "places", "sentence"),
    [
        (["--place", "woonplaats"], None, "Geef --place en --places samen op"),
        ([], PAIRS, "Geef --place en --places samen op"),
        (
            ["--place", "woonplaats", "--municipality", "gemeente"],
            PAIRS,
            "Geef de gemeente op met --municipality, of met",
        ),
        (["--place", "dorp"], PAIRS, "Er is geen kolom “dorp”."),
        (["--place", "stap"], PAIRS, "U gaf kolom “stap” op voor twee dingen."),
        (["--place", "woonplaats"], [("9911", "Waterdam")], "Geen enkele waarde van kolom “woonplaats” staat in"),
        (
            ["--place", "woonplaats"],
            [("Molenhorst", "Dorpsstraat 12")],
            "De tabel achter --places is niet te gebruiken.",
        ),
        (["--place", "woonplaats"], [("Molenhorst", "")], "De tabel achter --places is niet te gebruiken."),
    ],
)
def test_what_can_be_mended_is_told_and_nothing_is_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    places: list[tuple[str, str]] | None,
    sentence: str,
) -> None:
    if places is not None:
        (tmp_path / "plaatsen.csv").write_text("\n".join(["plaats;gemeente", *map(";".join, places)]))
        more = [*more, "--places", str(tmp_path / "plaatsen.csv")]

    assert prepare(tmp_path, *more) == 1

    told = capsys.readouterr().err
    assert told.startswith(sentence)
    assert "Molenhorst" not in told
    assert not (tmp_path / "uit").exists()


def regions(folder: Path) -> list[str]:
    rows = [("woonplaats", "gemeente", "regio"), ("Molenhorst", "Waterdam", "Noord"), ("Gehuchtje", "Havenrak", "Zuid")]
    (folder / "plaatsen.csv").write_text("\n".join(map(";".join, rows)))
    return ["--place", "woonplaats", "--places", str(folder / "plaatsen.csv")]


@pytest.mark.parametrize("kept", [False, True])
def test_a_column_of_the_file_never_passes_for_the_subregion_of_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: bool
) -> None:
    path = log(tmp_path)
    first, *lines = path.read_text().splitlines()
    path.write_text("\n".join([f"{first};subregio", *(f"{line};van elders" for line in lines)]))
    named = ["--case", "casus", "--activity", "stap", "--time", "datum", *regions(tmp_path)]
    more = ["--keep", "subregio"] if kept else []

    code = cli.main(["prepare", str(path), *named, *more, "--out", str(tmp_path / "uit")])

    told = capsys.readouterr()
    if kept:
        assert (code, told.err[:37]) == (1, "U gaf kolom “subregio” op voor twee d")
        return
    written = parquet.read_table(tmp_path / "uit" / "gebeurtenissen.parquet")
    assert set(written["subregio"].to_pylist()) == {"regio Noord", "regio Zuid"}


def test_records_have_their_subregion_too(tmp_path: Path) -> None:
    """Of CBS: postcodes become municipalities while they are read, and these are places of the same table."""
    places = [HELPED["place"], "0363"]
    made = records_csv(
        tmp_path,
        *({**HELPED, "bsn": "999999999", "place": places[n % 2], "born": f"201501{n + 10}"} for n in range(8)),
    )
    rows = ["pc;gemeente;regio", "9999;Waterdam;", "Waterdam;Waterdam;West", "GM0363;GM0363;Oost"]
    (tmp_path / "plaatsen.csv").write_text("\n".join(rows))
    named = ["--kind", "cbs", "--place", "municipality", "--places", str(tmp_path / "plaatsen.csv"), "--least", "3"]

    assert cli.main(["prepare", str(made), *named, "--out", str(tmp_path / "uit")]) == 0

    written = parquet.read_table(tmp_path / "uit" / "gebeurtenissen.parquet")
    pairs = set(zip(written["municipality"].to_pylist(), written["subregio"].to_pylist(), strict=True))
    assert {(one, two.removeprefix("regio ")) for one, two in pairs} == {("Waterdam", "West"), ("GM0363", "Oost")}


def test_postcodes_of_records_become_municipalities_and_stay_inside(tmp_path: Path) -> None:
    known = Municipalities([("9999", "Waterdam")])

    events = read(records_csv(tmp_path, HELPED), municipality_of=known.of)

    assert {row["municipality"] for row in events.table.to_pylist() if row["case"] == hashed(ANNA)} == {"Waterdam"}
    assert "9999XX" not in str(events.table.to_pydict())


def test_the_command_reads_the_table_for_records_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = records_csv(tmp_path, *({**HELPED, "bsn": "999999999", "born": f"20150{day}03"} for day in range(1, 9)))
    (tmp_path / "plaatsen.csv").write_text("pc;gemeente\n9999;Waterdam\n")
    named = ["--kind", "cbs", "--municipality", "municipality", "--places", str(tmp_path / "plaatsen.csv")]

    assert cli.main(["prepare", str(made), *named, "--least", "3", "--out", str(tmp_path / "uit")]) == 0

    events = parquet.read_table(tmp_path / "uit" / "gebeurtenissen.parquet")
    assert set(events["municipality"].to_pylist()) == {"Waterdam"}
    assert "9999XX" not in everything(tmp_path / "uit", capsys)
