"""Messages of iJw that a data holder prepares: keyed by their reader, and what was left out is told."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from sluitend import cli
from tests.engines.disclosure.registration import BSNS, everything, is_clean
from tests.formats.ijw_files import assigned, message, started, stopped, tags


def test_messages_are_keyed_by_their_reader_and_joined_by_key_and_context(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "berichten"
    folder.mkdir()
    for number, bsn in enumerate(BSNS[:12]):
        (folder / f"{number}.xml").write_text(message(301, "2030-01-02", assigned(number, "2030-01-01"), youth=bsn))
        (folder / f"s{number}.xml").write_text(message(305, "2030-01-09", started(number, "2030-01-08"), youth=bsn))
    key = ["--key", str(tmp_path / "sleutel"), "--context", "proef"]

    for out in ("uit", "uit2"):
        more = ["--municipality", "municipality", "--registered", "registered", *key, "--out", str(tmp_path / out)]
        assert cli.main(["prepare", str(folder), "--kind", "ijw", *more]) == 0

    one, two = (parquet.read_table(tmp_path / out / "gebeurtenissen.parquet") for out in ("uit", "uit2"))
    assert one.equals(two)
    assert one.num_rows == 24
    assert set(one["municipality"].to_pylist()) == {"GM9901"}
    assert is_clean(everything(tmp_path / "uit", capsys))


@pytest.mark.parametrize("only", [[], ["--aggregate"]])
def test_what_the_reader_of_messages_left_out_is_told_without_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], only: list[str]
) -> None:
    folder = tmp_path / "berichten"
    folder.mkdir()
    for number, bsn in enumerate(BSNS[:12]):
        (folder / f"{number}.xml").write_text(message(301, "2030-01-02", assigned(number, "2030-01-01"), youth=bsn))
    (folder / "nogeens.xml").write_text((folder / "0.xml").read_text())
    (folder / "declaratie.xml").write_text(message(323, "2030-01-10", tags(Declaratie="Quirina"), youth=None))

    assert cli.main(["prepare", str(folder), "--kind", "ijw", *only, "--out", str(tmp_path / "uit")]) == 0

    told = capsys.readouterr().out
    assert "Bij het lezen van de berichten of records:\n" in told
    assert "* 1 keer dezelfde berichtklasse nog eens; telt één keer.\n" in told
    assert "* 1 declaratieberichten overgeslagen.\n" in told
    assert ("Bij het lezen" in (tmp_path / "uit" / "rapport.txt").read_text()) is (only == [])
    assert is_clean(told + everything(tmp_path / "uit", capsys))
    if not only:
        assert (tmp_path / "uit" / "rapport.txt").read_text() == told
        reading = json.loads((tmp_path / "uit" / "rapport.json").read_text())["reading"]
        assert (reading["copies"], reading["declarations"], reading["events"]) == (1, 1, 12)


def test_a_rare_reason_of_a_stop_goes_and_the_stop_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "berichten"
    folder.mkdir()
    for number, bsn in enumerate(BSNS[:24]):
        stop = stopped(number, "2030-01-08", "2030-03-01", "31" if number < 12 else ("02", "39")[number % 2])
        (folder / f"{number}.xml").write_text(message(301, "2030-01-02", assigned(number, "2030-01-01"), youth=bsn))
        (folder / f"e{number}.xml").write_text(message(307, "2030-03-02", stop, youth=bsn))

    out = tmp_path / "uit"
    assert cli.main(["prepare", str(folder), "--kind", "ijw", "--reason", "reason", "--out", str(out)]) == 0

    told = parquet.read_table(out / "gebeurtenissen.parquet")["activity"].to_pylist()
    assert Counter(told) == {"Toegewezen": 24, "Gestopt: Levering is volgens plan beëindigd": 12, "Gestopt": 12}
    assert is_clean(everything(out, capsys))
