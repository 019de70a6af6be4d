"""The one Spark session that a process can have: on this machine, or of a cluster."""

from __future__ import annotations

import atexit
import logging
import re
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any, Final

from sluitend.engines.chain import refusals
from sluitend.errors import InputError

_HERE: Final = re.compile(r"spark://(local\[(?:[1-9]\d*|\*)\])")
_THERE: Final = re.compile(r"spark://[^/:,\s]+:\d{1,5}(?:,[^/:,\s]+:\d{1,5})*")
_PATIENCE: Final = 5.0  # seconds until a cluster must have answered
_begun: dict[str, Any] = {}


def session_at(engine: str) -> Any:
    """The session of this process: `spark://local[2]` for two cores of this machine, `spark://host:port` for a cluster.

    What a cluster wants (memory, secrets) it reads from `spark-defaults.conf`, as every program of Spark does. Raises
    InputError of `refusals`.
    """
    here = _HERE.fullmatch(engine)
    if not here and not _THERE.fullmatch(engine):
        raise InputError(refusals.UNKNOWN, engine=engine)
    if _begun.keys() - {engine}:
        raise InputError(refusals.ANOTHER, engine=engine)
    if engine not in _begun or _begun[engine].sparkContext._jsc is None:
        _require_parts()
        if not here:
            _require_answer(engine)
        _begun[engine] = _begin(here[1] if here else engine, _of_this_machine() if here else {})
    return _begun[engine]


def _require_parts() -> None:
    if find_spec("pyspark") is None:
        raise InputError(refusals.NOT_INSTALLED)


def _require_answer(engine: str) -> None:
    """Spark itself would try for a minute."""
    if not any(_answers(*place) for place in _places(engine)):
        raise InputError(refusals.UNREACHABLE, engine=engine)


def _places(engine: str) -> Iterator[tuple[str, int]]:
    for place in engine.removeprefix("spark://").split(","):
        host, _colon, port = place.rpartition(":")
        yield host, int(port)


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), _PATIENCE).close()
    except (OSError, OverflowError):  # also a name that does not exist, and a port that cannot
        return False
    return True


def _begin(master: str, settings: Mapping[str, str]) -> Any:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    logging.getLogger("py4j").setLevel(logging.WARNING)  # below that it writes down every question
    builder = SparkSession.builder.master(master).appName("Sluitend").config("spark.log.level", "OFF")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkRuntimeError, FileNotFoundError):
        raise InputError(refusals.NO_JAVA) from None
    except Py4JError:  # what answers is no Spark, or wants another secret: what it says stays with it
        raise InputError(refusals.STOPPED) from None


def _of_this_machine() -> dict[str, str]:
    """Nobody else on this machine can ask or read along; what does not fit into memory is gone with the program."""
    folder = tempfile.mkdtemp(prefix="spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.authenticate": "true",
        "spark.authenticate.secret": secrets.token_hex(32),
        "spark.local.dir": folder,
        "spark.sql.shuffle.partitions": "8",
    }
