"""The process that looks for names: started when needed, replaced after a crash, ended when idle, silent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sluitend.engines.text.names import Entry, Kind
from sluitend.errors import InputError
from sluitend.work import names_host
from sluitend.work.names_host import NamesHost

LIST = [Entry(7, Kind.PERSON, ("Jannie Zandbergen",))]
TALK = "Toen kwam Jannie langs met Ayşe, 😀 en Tirza van Doornik."


@pytest.fixture
def host(tmp_path: Path) -> Iterator[NamesHost]:
    """A host without deduce: quick to start."""
    made = NamesHost(tmp_path, build=False)
    yield made
    made.stop()


def said(host: NamesHost, text: str = TALK) -> list[str]:
    return [text[span.start : span.end] for span in host.propose(text, LIST, ["Veenrijk"]).spans]


def test_names_come_back_with_offsets_in_code_points(host: NamesHost) -> None:
    answer = host.propose(TALK, LIST, [])

    assert [TALK[span.start : span.end] for span in answer.spans] == ["Jannie", "Ayşe", "Tirza van Doornik"]
    assert answer.spans[0].entry == 7
    assert not answer.with_detector


def test_one_process_answers_again_and_again(host: NamesHost) -> None:
    said(host)
    first = host.pid

    assert said(host)[0] == "Jannie"
    assert host.pid == first


def test_what_stays_stays(host: NamesHost) -> None:
    assert said(host, "Wij werken in Veenrijk met Jannie samen.") == ["Jannie"]


def test_a_process_that_was_killed_is_replaced(host: NamesHost) -> None:
    said(host)
    first = host.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    assert said(host)[0] == "Jannie"
    assert host.pid != first


def test_a_text_that_breaks_it_twice_is_given_up(host: NamesHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host._process, "_patience", 0.0)

    with pytest.raises(InputError, match="names_failed"):
        said(host)
    assert host.pid is None


def _patient_after_one(host: NamesHost, first: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little patience with the process that is there; with the next one as usual, for it has to start."""
    process = host._process
    usual, end = process._patience, process._end

    def ended() -> None:
        monkeypatch.setattr(process, "_patience", usual)
        end()

    monkeypatch.setattr(process, "_patience", first)
    monkeypatch.setattr(process, "_end", ended)


def test_a_process_that_reads_nothing_any_more_keeps_nobody_waiting(
    host: NamesHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(host)
    first = host.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    _patient_after_one(host, 5.0, monkeypatch)
    more = [Entry(number, Kind.PERSON, (f"Naam{number}",)) for number in range(20_000)]  # more than a pipe holds

    began = time.monotonic()
    answer = host.propose(TALK, [*LIST, *more], [])

    assert next(TALK[span.start : span.end] for span in answer.spans) == "Jannie"
    assert time.monotonic() - began >= 5
    assert host.pid != first
    assert not psutil.pid_exists(first)


def test_it_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from sluitend.work.names_host import NamesHost\n"
        "host = NamesHost(Path(sys.argv[1]), build=False); host.propose('Ja.', [], [])\n"
        "print(host.pid, flush=True); time.sleep(60)"
    )
    source = str(Path(names_host.__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": source, "DJANGO_SETTINGS_MODULE": "sluitend.config.settings_test"}
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], env=environment, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        names = int(parent.stdout.readline())
        assert psutil.pid_exists(names)

        parent.kill()
        parent.wait()

    deadline = time.monotonic() + 10
    while psutil.pid_exists(names) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not psutil.pid_exists(names) or psutil.Process(names).status() == psutil.STATUS_ZOMBIE


def test_an_idle_process_ends(tmp_path: Path) -> None:
    host = NamesHost(tmp_path, build=False, idle=0.4)
    said(host)
    first = host.pid
    assert first is not None

    deadline = time.monotonic() + 20
    while psutil.pid_exists(first) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert host.pid is None
    assert not psutil.pid_exists(first)


def test_its_memory_is_limited(host: NamesHost) -> None:
    said(host)

    soft, hard = psutil.Process(host.pid).rlimit(psutil.RLIMIT_AS)

    assert soft == hard == names_host.MEMORY_BYTES


def test_it_knows_no_database_and_no_secret(host: NamesHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUITEND_KEYS", "/geheim")
    said(host)

    process = psutil.Process(host.pid)

    assert not {name for name in process.environ() if name.startswith(("SLUITEND", "DATABASE"))}
    assert not any(file.path.endswith((".sqlite3", ".log")) for file in process.open_files())
