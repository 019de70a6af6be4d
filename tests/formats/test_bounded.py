"""Commands that read a file themselves: whatever it unpacks to, they end with one sentence and no more memory."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from sluitend import cli, cli_bounded

SAID = (
    "Dit kost meer dan 2 GB geheugen, en meer krijgt een opdracht niet. Laat kolommen weg, splits het bestand per "
    "periode, of geef met SLUITEND_MEMORY meer (in GB).\n"
)
COLUMNS = ["--case", "zaak", "--activity", "stap", "--time", "moment"]
ROW = b"zaak;2026-01-01;een stap met een lange naam\n"


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A Parquet file and a gzip of a few hundred kilobytes at most, of many gigabytes in memory."""
    folder = tmp_path_factory.mktemp("bommen")
    rows = 1 << 20
    values = {"zaak": "zaak", "stap": "een stap met een lange naam", "moment": "2026-01-01"}
    piece = pa.table({name: pa.array([value] * rows) for name, value in values.items()})
    with parquet.ParquetWriter(folder / "log.parquet", piece.schema) as writer:
        for _ in range(80):
            writer.write_table(piece)
    with gzip.open(folder / "log.csv.gz", "wb", compresslevel=1) as file:
        file.write(b"zaak;moment;stap\n")
        for _ in range(40):
            file.write(ROW * rows)
    return {"parquet": folder / "log.parquet", "csv.gz": folder / "log.csv.gz"}


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """As a program of its own: the limit is that of a process."""
    environment = {**os.environ, "SLUITEND_MEMORY": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-m", "sluitend.cli", *map(str, arguments)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["parquet", "csv.gz"])
def test_a_small_file_that_becomes_large_is_refused_in_one_sentence(bombs: dict[str, Path], kind: str) -> None:
    assert bombs[kind].stat().st_size < 32 * 1024**2

    done = run("chain", bombs[kind], *COLUMNS, "--json")

    assert (done.returncode, done.stdout, done.stderr) == (1, "", SAID)


@pytest.mark.parametrize(
    ("last", "code", "shown"),
    [("os.abort()", 1, SAID), ("sys.exit(3)", 3, "words of a library\n")],
)
def test_what_a_library_says_before_it_ends_without_memory_is_not_shown(last: str, code: int, shown: str) -> None:
    script = (
        "import os, sys; from sluitend.cli_bounded import divided; ended = divided()\n"
        f"if ended is None: os.write(2, b'words of a library\\n'); {last}\n"
        "sys.exit(ended)"
    )
    environment = {**os.environ, "SLUITEND_MEMORY": "2", "PYTHONPATH": os.pathsep.join(sys.path)}

    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (code, "", shown)


@pytest.mark.parametrize(
    ("error", "is_memory"),
    [
        (MemoryError(), True),
        (pa.ArrowException("Unknown error: Failed to launch worker thread: Resource temporarily unavailable"), True),
        (RuntimeError("can't start new thread"), True),
        (RuntimeError("something else"), False),
    ],
)
def test_no_room_for_a_thread_is_no_memory(error: Exception, is_memory: bool) -> None:
    assert cli_bounded.is_memory(error) is is_memory


@pytest.mark.parametrize("command", [["analyse", "doorlooptijd", "--file"], ["prepare"]])
def test_so_do_the_other_commands(bombs: dict[str, Path], command: list[str], tmp_path: Path) -> None:
    more = ["--out", tmp_path / "uit"] if command == ["prepare"] else []

    done = run(*command, bombs["parquet"], *COLUMNS, *more)

    assert (done.returncode, done.stderr) == (1, SAID)
    assert not (tmp_path / "uit").exists()


def test_what_fits_is_answered_as_within_the_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log.csv").write_bytes(b"zaak;moment;stap\n" + ROW * 7)

    done = run("chain", tmp_path / "log.csv", *COLUMNS, "--json")
    wrong = run("chain", tmp_path / "log.csv", "--case", "nergens")

    assert cli.main(["chain", str(tmp_path / "log.csv"), *COLUMNS, "--json"]) == 0
    assert (done.returncode, done.stdout) == (0, capsys.readouterr().out)
    assert json.loads(done.stdout)["events"] == 7
    assert wrong.returncode == 1
    assert "“nergens”" in wrong.stderr


@pytest.mark.parametrize(("told", "most"), [("", 8), ("3", 3), ("0", 8), ("veel", 8)])
def test_how_much_memory_a_command_gets(monkeypatch: pytest.MonkeyPatch, told: str, most: int) -> None:
    monkeypatch.setenv("SLUITEND_MEMORY", told)

    assert cli_bounded.most() == most
