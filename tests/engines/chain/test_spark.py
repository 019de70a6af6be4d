"""The same questions of DuckDB and of Spark, and what is said when Spark is not there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import sluitend
from sluitend.engines.chain import EventLog, spark_session
from sluitend.engines.chain.refusals import NO_JAVA, NOT_VISIBLE, STOPPED
from sluitend.engines.chain.spark_session import session_at
from sluitend.errors import InputError
from sluitend.formats import steps
from sluitend.web.wording import sentence
from tests.engines.chain.asked import FIVE, OTHERS, PLACE, SPLIT, UNTIL, check, drawn, log_of

HERE = "spark://local[2]"


def java() -> int:
    """The version of Java; 0 without one."""
    home = os.environ.get("JAVA_HOME")
    program = shutil.which(f"{home}/bin/java" if home else "java")
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr if program else ""
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or java() < 17, reason="Spark is not installed, or there is no Java 17: NOT compared"
)


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    """A session that loses no time on getting ready for large data: a third of the processor time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        session = session_at(HERE)
    for name, value in (
        ("spark.sql.shuffle.partitions", "1"),
        ("spark.sql.adaptive.enabled", "false"),
        ("spark.sql.codegen.wholeStage", "false"),
        ("spark.sql.codegen.factoryMode", "NO_CODEGEN"),
    ):
        session.conf.set(name, value)
    yield
    session.stop()


def stored(folder: Path, engine: str) -> EventLog:
    return EventLog.stored(steps.read(folder), engine)


@needs_spark
@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_spark_answers_what_duckdb_answers(tmp_path: Path) -> None:
    """One test, so that one process starts Spark: of a stored log, of a choice of cases, of none, and of no file."""
    folder = tmp_path / "een [log] met * en {haken}"
    steps.write(folder, log_of(drawn(1)).coded)
    one, other = stored(folder, "duckdb"), stored(folder, HERE)
    for name, ask in (FIVE | OTHERS).items():
        check(ask(one), ask(other), name)

    for name in ("summary", "map", "ping-pong", "longest chains", "norm on record", "explain"):
        ask = (FIVE | OTHERS)[name]
        check(ask(one.followed(UNTIL)), ask(other.followed(UNTIL)), f"{name}, followed up to a day")

    for name in ("ping-pong", "longest chains", "organisations", "network"):
        ask = (FIVE | OTHERS)[name]
        check(ask(one.arriving(SPLIT)), ask(other.arriving(SPLIT)), f"{name}, from a day on")

    rows = drawn(2, 40)
    one, other = log_of(rows, "duckdb"), log_of(rows, HERE)
    for place, names in (("p1", ("map", "longest chains")), ("nowhere", ("summary", "waiting by place", "delay"))):
        for name in names:
            ask = (FIVE | OTHERS)[name]
            check(ask(one.where(**{PLACE: place})), ask(other.where(**{PLACE: place})), f"{name} of {place}")

    gone = stored(folder, HERE)
    (folder / "steps.parquet").unlink()
    with pytest.raises(InputError) as refused:
        gone.pairs()
    assert refused.value.code == "chain.spark_not_visible"
    session_at(HERE).stop()
    with pytest.raises(InputError) as refused:
        other.pairs()
    assert refused.value.code == "chain.spark_stopped"


def refused(engine: str) -> InputError:
    with pytest.raises(InputError) as found:
        log_of(drawn(1, 3), engine)
    return found.value


@pytest.mark.parametrize(
    "engine", ["spark", "spark://", "spark://local", "spark://local[0]", "spark://host", "x://y:1"]
)
def test_an_engine_that_is_none(engine: str) -> None:
    error = refused(engine)

    assert error.code == "chain.engine_unknown"
    assert sentence(error) == (
        f"“{engine}” is geen plek om vragen aan een logboek te beantwoorden. Zet SLUITEND_ENGINE op duckdb, op "
        "spark://local[2] voor Spark op deze machine, of op spark://naam:7077 voor een cluster."
    )


def test_the_environment_says_where_unless_the_caller_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUITEND_ENGINE", "spark://nowhere")

    with pytest.raises(InputError):
        log_of(drawn(1, 3))
    assert log_of(drawn(1, 3), "duckdb").summary().cases == 3
    monkeypatch.setenv("SLUITEND_ENGINE", "")
    assert log_of(drawn(1, 3)).summary().cases == 3


def test_spark_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "_begun", {})
    monkeypatch.setattr(spark_session, "find_spec", lambda name: None)

    assert sentence(refused(HERE)) == (
        "Er is om Spark gevraagd (SLUITEND_ENGINE), maar het is niet geïnstalleerd. Installeer het met: "
        "pip install sluitend[spark], of zet SLUITEND_ENGINE op duckdb."
    )


def test_a_cluster_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "_begun", {})
    monkeypatch.setattr(spark_session, "find_spec", lambda name: object())
    with socket.socket() as taken:  # bound, so that nobody else is there; not listening, so that nobody answers
        taken.bind(("127.0.0.1", 0))
        engine = f"spark://127.0.0.1:{taken.getsockname()[1]},localhost:99999"

        error = refused(engine)

    assert sentence(error) == (
        f"Er antwoordt niemand op {engine}. Kijk of het cluster draait en of deze machine het mag bereiken, of zet "
        "SLUITEND_ENGINE op duckdb."
    )


def test_one_program_has_one_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "_begun", {"spark://elsewhere:7077": object()})

    assert sentence(refused(HERE)) == (
        "Spark draait in dit programma al op een andere plek, dus spark://local[2] kan er niet naast. Start opnieuw."
    )


@pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed: NOT tried without Java")
def test_spark_without_java(tmp_path: Path) -> None:
    """In a process of its own: in this one Spark may be running."""
    script = (
        "from sluitend.engines.chain.spark_session import session_at\n"
        "try: session_at('spark://local[1]')\n"
        "except Exception as error: print(error.code)"
    )
    source = str(Path(sluitend.__file__).parents[1])
    environment = {"PYTHONPATH": source, "JAVA_HOME": str(tmp_path), "PATH": os.defpath}

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False)

    assert done.stdout == "chain.spark_no_java\n"


@pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed: NOT tried with a strange cluster")
def test_a_cluster_that_answers_and_is_no_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    from py4j.protocol import Py4JError
    from pyspark.sql import SparkSession

    def given_up(builder: object) -> None:
        raise Py4JError("All masters are unresponsive! Giving up.")

    monkeypatch.setattr(spark_session, "_begun", {})
    monkeypatch.setattr(SparkSession.Builder, "getOrCreate", given_up)
    with socket.create_server(("127.0.0.1", 0)) as other:
        error = refused(f"spark://127.0.0.1:{other.getsockname()[1]}")

    assert (error.code, error.data) == (STOPPED, {})


def test_what_is_said_of_java_of_files_and_of_a_spark_that_stopped() -> None:
    assert {code: sentence(InputError(code)) for code in (NO_JAVA, NOT_VISIBLE, STOPPED)} == {
        NO_JAVA: "Spark is niet gestart: het heeft Java 17 of nieuwer nodig. Installeer dat (voor Debian: "
        "openjdk-17-jre-headless), wijs het aan met JAVA_HOME, of zet SLUITEND_ENGINE op duckdb.",
        NOT_VISIBLE: "Het cluster kan het opgeslagen logboek niet lezen. Zet de map waar het in staat (in Sluitend "
        "zelf: SLUITEND_DATA) op een schijf die elke machine van het cluster op dezelfde plek vindt en mag lezen, of "
        "zet SLUITEND_ENGINE op duckdb.",
        STOPPED: "Spark stopte voordat het antwoord er was. Vraag het nog eens; blijft het zo, kijk dan in het logboek "
        "van het cluster.",
    }
