"""From a bare machine: each thing that can be missing ends in one plain sentence."""

from __future__ import annotations

import errno
import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from tools.bootstrap import __main__ as bootstrap
from tools.bootstrap import steps as step
from tools.bootstrap import trouble
from tools.bootstrap.progress import Steps
from tools.bootstrap.stamps import is_done, key_of, set_done
from tools.bootstrap.trouble import Trouble

ROOT = Path(__file__).parents[2]


def fake_python(folder: Path, name: str, *, version: tuple[int, int], modules: str = "venv ensurepip") -> None:
    """A program that behaves as this Python does towards tools/start.sh, and tells when it gets the work."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = -m ]; then echo "start met ' + name + ': $*"; exit 0; fi\n'
        f'case "$2" in *print*) echo {version[0]}.{version[1]}; exit 0;; esac\n'
        "for module in venv ensurepip; do\n"
        f'  case "$2" in *"$module"*) case " {modules} " in *" $module "*) ;; *) exit 1;; esac;; esac\n'
        "done\n"
        f"exit {0 if version >= (3, 11) else 1}\n"
    )
    program.chmod(0o755)


def start(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    (folder / "dirname").symlink_to(shutil.which("dirname") or "")
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "start.sh"), *arguments],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_newest_python_that_can_do_it_gets_the_work(tmp_path: Path) -> None:
    fake_python(tmp_path / "bin", "python3", version=(3, 11))
    fake_python(tmp_path / "bin", "python3.12", version=(3, 12))
    fake_python(tmp_path / "bin", "python3.13", version=(3, 13), modules="venv")

    done = start(tmp_path / "bin", "demo", "8000", "var/data")

    assert (done.returncode, done.stdout) == (0, "start met python3.12: -m tools.bootstrap demo 8000 var/data\n")


def test_a_python_without_ensurepip_gets_it_when_there_is_no_other(tmp_path: Path) -> None:
    fake_python(tmp_path / "bin", "python3", version=(3, 12), modules="venv")

    assert start(tmp_path / "bin", "demo").stdout.startswith("start met python3:")


@pytest.mark.parametrize(
    ("version", "modules", "sentence"),
    [
        (
            (3, 9),
            "venv ensurepip",
            "Deze Python is te oud (3.9). Sluitend heeft Python 3.11 of nieuwer nodig; installeer die en probeer het "
            "opnieuw.\n",
        ),
        (
            (3, 11),
            "",
            "Deze Python (3.11) mist de module venv. Installeer het pakket python3-venv en probeer het opnieuw.\n",
        ),
    ],
)
def test_a_python_that_will_not_do(tmp_path: Path, version: tuple[int, int], modules: str, sentence: str) -> None:
    fake_python(tmp_path / "bin", "python3", version=version, modules=modules)

    done = start(tmp_path / "bin", "demo")

    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


def test_no_python_at_all(tmp_path: Path) -> None:
    done = start(tmp_path / "bin", "demo")

    assert done.returncode == 1
    assert done.stderr == (
        "Er is geen Python gevonden. Installeer Python 3.11 of nieuwer (pakketten python3 en python3-venv) en "
        "probeer het opnieuw.\n"
    )


def test_make_demo_tells_that_the_port_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = subprocess.run(["make", "demo", f"PORT={port}"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert f"Poort {port} is al in gebruik (misschien draait Sluitend al)." in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("text", ["", "http", "0", "70000", "-1"])
def test_a_port_that_does_not_exist(text: str) -> None:
    with pytest.raises(Trouble, match=r"bestaat niet\. Kies een getal van 1024 tot 65535"):
        trouble.require_port(text)


def test_too_little_room_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 50 * 2**20))

    with pytest.raises(Trouble) as told:
        trouble.require_room(tmp_path / "not" / "there" / "yet", 200)

    assert str(told.value) == (
        f"De schijf is te vol: in {tmp_path} is 50 MB vrij en er is 200 MB nodig. Maak ruimte vrij en start opnieuw."
    )


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", trouble.DISK_FULL),
        ("npm error code ENOSPC", trouble.DISK_FULL),
        ("django.db.utils.OperationalError: database or disk is full", trouble.DISK_FULL),
        ("WARNING: Retrying ... NewConnectionError: [Errno 101] Network is unreachable", trouble.NO_NETWORK),
        ("Temporary failure in name resolution", trouble.NO_NETWORK),
        ("npm error network request failed, reason: getaddrinfo ENOTFOUND", trouble.NO_NETWORK),
    ],
)
def test_what_a_failed_command_says_becomes_a_sentence(output: str, sentence: str) -> None:
    assert trouble.diagnosis(output) == sentence


def test_an_unknown_failure_shows_where_the_whole_report_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps(total=1, logs=tmp_path / "log")
    steps.begin("Proefstap")

    with pytest.raises(Trouble) as told:
        steps.run([sys.executable, "-c", "print('first'); print('last'); raise SystemExit(3)"], cwd=tmp_path)

    assert str(told.value) == (
        f"De stap “Proefstap” is mislukt. Het hele verslag staat in {tmp_path}/log/stap-1.log; het eindigt zo:\n"
        "    first\n    last"
    )
    assert capsys.readouterr().out == "[1/1] Proefstap … mislukt\n"


def test_a_step_is_done_once_until_its_input_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, counter = tmp_path / "source", tmp_path / "counter"
    source.write_text("one")

    def run() -> None:
        steps = Steps(total=1, logs=tmp_path / "log")
        append = [sys.executable, "-c", f"open({str(counter)!r}, 'a').write('x')"]
        step.once(steps, "Proefstap", "trial", key_of([source]), [*append], stamps=tmp_path / "stamps")

    run()
    run()
    assert counter.read_text() == "x"
    assert capsys.readouterr().out.endswith("[1/1] Proefstap … al klaar\n")

    source.write_text("two")
    run()
    assert counter.read_text() == "xx"


def test_a_step_that_failed_is_not_remembered(tmp_path: Path) -> None:
    steps = Steps(total=1, logs=tmp_path / "log")

    with pytest.raises(Trouble):
        step.once(steps, "Proefstap", "trial", "key", [sys.executable, "-c", "exit(1)"], stamps=tmp_path / "stamps")

    assert not is_done(tmp_path / "stamps", "trial", "key")


def test_the_key_follows_content_and_names_and_skips_what_is_installed(tmp_path: Path) -> None:
    folder = tmp_path / "frontend"
    (folder / "node_modules").mkdir(parents=True)
    (folder / "a.js").write_text("1")
    key = key_of([folder])

    (folder / "node_modules" / "x.js").write_text("2")
    assert key_of([folder]) == key
    (folder / "a.js").rename(folder / "b.js")
    assert key_of([folder]) != key
    assert key_of([folder], "3.11") != key_of([folder], "3.12")


def test_a_stamp_holds_for_its_own_key_only(tmp_path: Path) -> None:
    set_done(tmp_path / "stamps", "bundle", "key")

    assert is_done(tmp_path / "stamps", "bundle", "key")
    assert not is_done(tmp_path / "stamps", "bundle", "other")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), trouble.DISK_FULL),
        (
            PermissionError(errno.EACCES, "Permission denied", "/nergens/data"),
            "Hier mag niet geschreven worden (/nergens/data). Kies een map waar dat wel mag en start opnieuw.",
        ),
        (KeyboardInterrupt(), "Gestopt. Start opnieuw om verder te gaan waar u was."),
    ],
)
def test_what_the_system_refuses_ends_in_a_sentence(
    error: BaseException, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(arguments: list[str]) -> None:
        raise error

    monkeypatch.setitem(bootstrap.COMMANDS, "demo", refuse)

    assert bootstrap.main(["demo"]) > 0
    assert capsys.readouterr().err == f"\n{sentence}\n"


def test_a_bug_of_ours_is_told_with_its_place_and_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(bootstrap.COMMANDS, "demo", lambda arguments: int("no number"))

    assert bootstrap.main(["demo"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("\nEr ging iets mis in de installatie zelf (ValueError, test_bootstrap.py regel ")
    assert "Traceback" not in said


def test_no_ensurepip_and_no_wheel_of_debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = tmp_path / "python"
    lacking.write_text("#!/bin/sh\nexit 1\n")
    lacking.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(lacking))
    monkeypatch.setattr(step, "WHEELS", tmp_path)

    with pytest.raises(Trouble, match=r"ensurepip ontbreekt\). Installeer het pakket python3-venv"):
        step.pip_without_ensurepip()

    wheel = tmp_path / "pip-26.0-py3-none-any.whl"
    wheel.touch()
    assert step.pip_without_ensurepip() == wheel


def test_an_environment_that_works_is_kept_and_a_broken_one_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(step, "VENV", tmp_path / "venv")
    monkeypatch.setattr(step, "PYTHON", tmp_path / "venv" / "bin" / "python")
    broken = tmp_path / "venv" / "bin" / "python"
    broken.parent.mkdir(parents=True)
    broken.symlink_to(tmp_path / "a python that was upgraded away")

    step.environment(Steps(total=1, logs=tmp_path / "log"))
    assert subprocess.run([broken, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0

    step.environment(Steps(total=1, logs=tmp_path / "log"))
    assert capsys.readouterr().out.endswith("… al klaar\n")


@pytest.mark.parametrize(
    ("version", "there"), [(None, False), ("1.8.0_402", False), ("11.0.22", False), ("17.0.15", True), ("21", True)]
)
def test_spark_is_installed_only_where_java_can_run_it(
    version: str | None,
    there: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if version is not None:
        (tmp_path / "java").write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
        (tmp_path / "java").chmod(0o755)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    asked: list[str] = []
    monkeypatch.setattr(step, "once", lambda steps, title, *rest, **more: asked.append(title))

    step.spark(Steps(total=1, logs=tmp_path))

    assert asked == (["Spark downloaden en installeren"] if there else [])
    assert ("de test met Spark wordt overgeslagen" in capsys.readouterr().out) is not there


def test_an_oracle_that_cannot_be_had_stops_nothing_and_is_not_put_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(step, "once", lambda _steps, _title, _name, _key, *commands, **_more: asked.extend(commands))
    step.oracle(Steps(total=1, logs=tmp_path / "log"))
    (command,) = asked
    assert command[command.index("--target") + 1] == step.ROOT / ".oracle"
    assert "--require-hashes" in command
    monkeypatch.undo()
    monkeypatch.setattr(step, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(step, "is_done", lambda *_given: False)
    monkeypatch.setattr(step, "PYTHON", shutil.which("false"))

    step.oracle(Steps(total=1, logs=tmp_path / "log"))

    told = capsys.readouterr().out
    assert "“Programma's om mee te vergelijken” is mislukt" in told
    assert told.endswith("De tests die met irrCAC, lifelines en pm4py vergelijken worden overgeslagen.\n")


def test_spark_that_cannot_be_had_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(step, "_has_java", lambda: True)
    monkeypatch.setattr(step, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(step, "is_done", lambda *_given: False)
    monkeypatch.setattr(step, "PYTHON", shutil.which("false"))

    step.spark(Steps(total=1, logs=tmp_path / "log"))

    told = capsys.readouterr().out
    assert "“Spark downloaden en installeren” is mislukt" in told
    assert told.endswith("De test met Spark wordt overgeslagen.\n")
