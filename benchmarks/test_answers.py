"""Open answers of 10,000 respondents: taking in, and in a browser opening, choosing and putting a code on."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from benchmarks.measuring import Figure
from benchmarks.test_processes import data_environment, until_answering

ROOT = Path(__file__).parents[1]
ROUNDS = 7
BUDGETS = {"look": 5.0, "read": 20.0, "release": 5.0}
NAME = "answers 10,000 × 2: "


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The product itself serving the answers."""
    environment = {**data_environment(tmp_path_factory.mktemp("answers") / "data"), "PYTHONPATH": str(ROOT)}
    run = [sys.executable, "-m"]
    new = [*run, "sluitend.cli", "new", "--template", "keten", "Meting (fictief)"]
    subprocess.run(new, env=environment, check=True, stdout=subprocess.DEVNULL)
    made = json.loads(subprocess.check_output([*run, "benchmarks.answer_set"], env=environment, cwd=ROOT))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{probe.getsockname()[1]}"
    command = [*run, "sluitend.cli", "serve", "--port", base.rpartition(":")[2]]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_answering(f"{base}/gezondheid/")
        yield {**made, "base": base}
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


@pytest.fixture
def bench(served: dict[str, Any], chromium_path: str) -> Iterator[Page]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=flags)
        context = browser.new_context(base_url=served["base"], viewport={"width": 1366, "height": 900}, locale="nl-NL")
        context.add_cookies([{"name": served["cookie"], "value": served["session"], "url": served["base"]}])
        yield context.new_page()
        browser.close()


def test_taking_in(served: dict[str, Any], figures: list[Figure]) -> None:
    for step, seconds in served["seconds"].items():
        figures.append(Figure(NAME + step, BUDGETS[step], ((seconds, seconds),)))

    assert set(served["seconds"]) == set(BUDGETS)


@pytest.mark.parametrize(
    ("what", "query"),
    [
        ("opening", ""),
        ("page 60", "?page=60"),
        ("choice by question, words, uncoded", "?question=1&words=regie&coded=no"),
    ],
)
def test_opening(bench: Page, served: dict[str, Any], figures: list[Figure], what: str, query: str) -> None:
    rounds = [_opened(bench, served["path"] + query) for _round in range(ROUNDS)]

    figures.append(Figure(NAME + what, 1.0, tuple((one, one) for one in rounds[1:])))
    assert bench.locator("#w-text [data-start]").count() > 100


def test_a_code_is_put_on_and_the_next_answer_found(bench: Page, served: dict[str, Any], figures: list[Figure]) -> None:
    _opened(bench, served["path"])
    rounds = [_apply(bench, f"/Meetcode {number}") for number in range(ROUNDS)]

    figures.append(Figure(NAME + "code saved", 0.3, tuple((one, one) for one in rounds)))
    assert bench.locator("[data-answers-coded]").inner_text().startswith(f"{10_000 + ROUNDS} ")


def _opened(bench: Page, path: str) -> float:
    begin = time.perf_counter()
    bench.goto(path)
    bench.wait_for_selector("#workbench[data-ready=code]")
    return time.perf_counter() - begin


def _apply(bench: Page, keys: str) -> float:
    """Go to the next answer without a code, type the name of one, and put it on: seconds until it was saved."""
    bench.keyboard.press(".")
    bench.keyboard.type(keys)
    bench.wait_for_timeout(150)
    begin = time.perf_counter()
    bench.keyboard.press("Enter")
    bench.wait_for_selector("#w-panel:not([data-busy])")
    seconds = time.perf_counter() - begin
    bench.keyboard.press("Escape")
    bench.wait_for_timeout(150)
    return seconds
