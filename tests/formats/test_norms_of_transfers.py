"""From one institution to the next, each transfer a case: from records, by the reader, to the verdict of the norm.

By the protocol who takes over gives no begin, and each date of a transfer only in the delivery of the period in which
it falls (7.5). Verdicts are counted here by hand, at the end of 2031; people and institutions are fictitious.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from sluitend import cli
from sluitend.engines.chain import EventLog
from sluitend.engines.chain.norm_table import STARTING_NORMS
from sluitend.errors import InputError
from sluitend.formats import events
from sluitend.formats.cbs_jeugd import FIELDS, codes
from sluitend.formats.messages.table import Events
from tests.formats.ijw_files import hashed

UNTIL = date(2032, 1, 1)
ANNA = "999990019"
NORM = next(one for one in STARTING_NORMS if one.key == "overdracht_gi")
Record = dict[str, str]
Delivery = tuple[str, Sequence[Record]]  # of which institution ("": not told), and what it delivered
NORTH, SOUTH, EAST = "GI Noord (fictief)", "GI Zuid (fictief)", "GI Oost (fictief)"


def measure(**fields: str) -> Record:
    return {"bsn": ANNA, "measure": "11", **fields}


BEGAN = measure(measure_begin="20300105")
HANDED = measure(measure_begin="20300105", handed_over="20300630")
TAKEN = measure(taken_over="20300701")
ENDED = measure(measure_end="20310301", measure_reason="04")
HANDED_ON = measure(handed_over="20310131")
TAKEN_ON = measure(taken_over="20310202")


def delivered(folder: Path, *deliveries: Delivery) -> Path:
    """A file for each, in the folder of its institution; numbered, so that the oldest comes first."""
    for number, (who, records) in enumerate(deliveries):
        place = folder / "levering" / who
        place.mkdir(parents=True, exist_ok=True)
        lines = [";".join(FIELDS.values())]
        lines += [";".join(record.get(field, "") for field in FIELDS) for record in records]
        (place / f"{number}.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "levering"


def verdicts(folder: Path, *deliveries: Delivery, case: str | None = "transfer") -> list[tuple[str, str, str]]:
    """Verdict, handover and takeover, the oldest transfer first."""
    table = events.read(delivered(folder, *deliveries), "cbs", key=hashed, case=case).table
    rows = EventLog(table).judged(NORM, until=UNTIL).cases.to_pylist()
    return [
        (row["verdict"], str(row["trigger"] or ""), str(row["answer"] or ""))
        for row in sorted(rows, key=lambda row: str(row["trigger"]))
    ]


def told(found: Events) -> list[tuple[str, str, str | None]]:
    return [(f"{row['time']:%Y-%m-%d}", row["activity"], row["resource"]) for row in found.table.to_pylist()]


@pytest.mark.parametrize("names", [(NORTH, SOUTH), ("", "")], ids=["by institution", "not told"])
@pytest.mark.parametrize("case", ["transfer", None])
def test_a_later_half_year_leaves_the_takeover(tmp_path: Path, names: Sequence[str], case: str | None) -> None:
    """The last one gives nothing but the end, as the protocol asks."""
    north, south = names
    deliveries = ((north, [BEGAN]), (north, [HANDED]), (south, [TAKEN]), (south, [measure()]), (south, [ENDED]))

    assert verdicts(tmp_path, *deliveries, case=case) == [("met", "2030-06-30", "2030-07-01")]
    found = events.read(tmp_path / "levering", "cbs", key=hashed)
    assert told(found) == [
        ("2030-01-05", "Maatregel gestart", north or None),
        ("2030-06-30", "Maatregel overgedragen", north or None),
        ("2030-07-01", "Maatregel overgenomen", south or None),
        ("2031-03-01", "Maatregel gestopt", south or None),
    ]


@pytest.mark.parametrize("names", [(NORTH, SOUTH, EAST), ("", "", "")], ids=["by institution", "not told"])
@pytest.mark.parametrize("apart", [True, False], ids=["a record for each date", "both in one record"])
def test_two_transfers_of_one_measure_stay_two(tmp_path: Path, names: Sequence[str], apart: bool) -> None:
    """The second takeover comes two days after the handover."""
    north, south, east = names
    between = [TAKEN, HANDED_ON] if apart else [measure(taken_over="20300701", handed_over="20310131")]

    found = verdicts(tmp_path, (north, [HANDED]), *((south, [one]) for one in between), (east, [TAKEN_ON]))

    assert found == [("met", "2030-06-30", "2030-07-01"), ("not_met", "2031-01-31", "2031-02-02")]


@pytest.mark.parametrize("name", [SOUTH, ""])
@pytest.mark.parametrize("between", [[TAKEN, HANDED_ON], [measure(taken_over="20300701", handed_over="20310131")]])
def test_what_an_institution_took_over_is_no_answer_to_what_it_hands_over(
    tmp_path: Path, name: str, between: list[Record]
) -> None:
    """Who took over from it delivered nothing here: there is no answer in these data."""
    assert verdicts(tmp_path, *((name, [one]) for one in between)) == [("not_recorded", "2031-01-31", "")]
    report = events.read(tmp_path / "levering", "cbs", key=hashed).report
    assert (report["handovers_without_takeover"], report["takeovers_without_handover"]) == (1, 1)


def test_there_and_back_again_are_two_transfers(tmp_path: Path) -> None:
    """The first institution gives its begin again each time (7.5), which counts once."""
    back = measure(measure_begin="20300105", taken_over="20310201")

    assert verdicts(tmp_path, (NORTH, [HANDED, back]), (SOUTH, [TAKEN, HANDED_ON])) == [
        ("met", "2030-06-30", "2030-07-01"),
        ("met", "2031-01-31", "2031-02-01"),
    ]
    found = told(events.read(tmp_path / "levering", "cbs", key=hashed))
    assert [what for _day, what, _who in found].count("Maatregel gestart") == 1


def test_two_measures_that_were_taken_over_both_end(tmp_path: Path) -> None:
    again = (measure(taken_over="20310501"), measure(measure_end="20311001", measure_reason="03"))

    events_ = events.read(delivered(tmp_path, (SOUTH, [TAKEN]), (SOUTH, [ENDED]), (SOUTH, again)), "cbs", key=hashed)

    assert [day for day, what, _who in told(events_) if what == "Maatregel gestopt"] == ["2031-03-01", "2031-10-01"]


def test_taken_over_on_the_day_of_the_handover_is_in_time(tmp_path: Path) -> None:
    taken = measure(taken_over="20300630")

    assert verdicts(tmp_path, (NORTH, [HANDED]), (SOUTH, [taken])) == [("met", "2030-06-30", "2030-06-30")]


def test_another_kind_of_measure_is_another_transfer(tmp_path: Path) -> None:
    custody = measure(taken_over="20300701", measure="21")

    assert verdicts(tmp_path, (NORTH, [HANDED]), (SOUTH, [custody])) == [("not_recorded", "2030-06-30", "")]


def test_a_takeover_before_the_handover_is_no_answer_that_came_too_late(tmp_path: Path) -> None:
    """One of both dates is wrong: no verdict."""
    early = measure(taken_over="20300628")

    found = verdicts(tmp_path, (NORTH, [HANDED]), (SOUTH, [early]))

    assert found == [("answered_before", "2030-06-30", "")]


def test_a_youth_of_two_institutions_is_one_case_and_two_resources(tmp_path: Path) -> None:
    """Both began help of one form on one day: that is no record that came again."""
    helped = {"bsn": ANNA, "care": "02", "care_begin": "20300105"}

    found = events.read(delivered(tmp_path, (NORTH, [helped]), (SOUTH, [helped])), "cbs", key=hashed)

    assert [who for _day, _what, who in told(found)] == [NORTH, SOUTH]
    assert len(set(found.table["case"].to_pylist())) == 1
    assert found.report["repeated"] == 0


def test_what_lies_in_no_folder_of_an_institution_is_of_the_one_that_is_named(tmp_path: Path) -> None:
    """And of a single file too; hidden files, links and files of another kind are passed over."""
    folder = delivered(tmp_path, ("", [HANDED]), (SOUTH, [TAKEN]))
    (folder / "leesmij.pdf").write_bytes(b"%PDF")
    (folder / ".verborgen.csv").write_text("x")
    (folder / SOUTH / "link.csv").symlink_to(folder / "0.csv")

    both = events.read(folder, "cbs", key=hashed, organisations=[NORTH])
    one = events.read(folder / "0.csv", "cbs", key=hashed, organisations=[NORTH])

    assert [who for _day, _what, who in told(both)] == [NORTH, NORTH, SOUTH]
    assert [who for _day, _what, who in told(one)] == [NORTH, NORTH]
    with pytest.raises(InputError) as caught:
        events.read(folder, "cbs", key=hashed, organisations=[NORTH, SOUTH])
    assert caught.value.code == codes.ONE_ORGANISATION


def test_what_lies_deeper_is_of_the_same_institution(tmp_path: Path) -> None:
    """A folder for each year, say: nothing is passed over in silence."""
    folder = delivered(tmp_path, (f"{NORTH}/2029", [BEGAN]), (f"{NORTH}/2030", [HANDED]))

    assert [who for _day, _what, who in told(events.read(folder, "cbs", key=hashed))] == [NORTH, NORTH]


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=codes.EMPTY):
        events.read(tmp_path, "cbs", key=hashed)


def test_the_command_line_reads_institutions_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = delivered(tmp_path, (NORTH, [HANDED]), (SOUTH, [TAKEN, HANDED_ON]))

    assert cli.main(["chain", str(folder), "--kind", "cbs", "--case", "transfer", "--json"]) == 0

    out, err = capsys.readouterr()
    assert '"cases": 2' in out
    assert '"handovers": 1' in out
    assert err.split() == ["1", "overdrachten", "zonder", "overname", "in", "deze", "records"]


def test_prepared_records_have_the_institution_and_transfers_as_cases(tmp_path: Path) -> None:
    youths = [{"bsn": f"99999{number:04}"} for number in range(12)]
    folder = delivered(
        tmp_path, *((who, [{**one, **youth} for youth in youths]) for who, one in ((NORTH, HANDED), (SOUTH, TAKEN)))
    )

    out = tmp_path / "uit"
    assert cli.main(["prepare", str(folder), "--kind", "cbs", "--case", "transfer", "--out", str(out)]) == 0

    found = parquet.read_table(out / "gebeurtenissen.parquet").to_pydict()
    assert len(set(found["case"])) == 12
    assert sorted(set(zip(found["activity"], found["resource"], strict=True))) == [
        ("Maatregel overgedragen", NORTH),
        ("Maatregel overgenomen", SOUTH),
    ]


def test_the_norm_says_that_a_case_is_a_transfer() -> None:
    assert "transfer" in NORM.found_in
