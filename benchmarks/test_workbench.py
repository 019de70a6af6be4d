"""The workbench in a browser, on a text of 500,000 characters with 5,000 codings: opening, and putting a code on."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from benchmarks.measuring import Figure
from benchmarks.test_processes import data_environment, until_answering

ROOT = Path(__file__).parents[1]
OPENED, APPLIED = 9, 16

# When the text and its first highlights are on the screen: the second frame after there are any.
WATCH = """
window.entries = [];
window.enters = [];
const note = (event) => { if (event.key === 'Enter') window.enters.push(event.timeStamp); };
document.addEventListener('keydown', note, true);
new PerformanceObserver((list) => window.entries.push(...list.getEntries()))
  .observe({type: 'event', durationThreshold: 16, buffered: true});
const coloured = () => [...CSS.highlights].some(([name, one]) => name.startsWith('w-code') && one.size);
const look = () => {
  if (coloured()) requestAnimationFrame(() => requestAnimationFrame(() => {
    window.shown = performance.now();
    document.documentElement.dataset.shown = '';
  }));
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
# Event Timing: from the key until the paint that follows it, in steps of 8 ms; what is shorter than 16 has no entry.
PAINTED = """window.enters.map((at) =>
  window.entries.find((one) => one.name === 'keydown' && Math.abs(one.startTime - at) < 1)?.duration ?? 16)"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The product itself serving the long text: where it is, and the cookie of who may code."""
    environment = {**data_environment(tmp_path_factory.mktemp("workbench") / "data"), "PYTHONPATH": str(ROOT)}
    run = [sys.executable, "-m"]
    new = [*run, "sluitend.cli", "new", "--template", "keten", "Meting (fictief)"]
    subprocess.run(new, env=environment, check=True, stdout=subprocess.DEVNULL)
    made = json.loads(subprocess.check_output([*run, "benchmarks.large_text"], env=environment, cwd=ROOT))
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
def bench(served: dict[str, str], chromium_path: str) -> Iterator[Page]:
    """A page that is logged in, with what is needed to see when something is painted."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=flags)
        context = browser.new_context(base_url=served["base"], viewport={"width": 1366, "height": 900}, locale="nl-NL")
        context.add_cookies([{"name": served["cookie"], "value": served["session"], "url": served["base"]}])
        context.add_init_script(WATCH)
        yield context.new_page()
        browser.close()


def test_opening(bench: Page, served: dict[str, str], figures: list[Figure]) -> None:
    rounds = [_opened(bench, served["path"]) for _round in range(OPENED)]

    figures.append(Figure("workbench 500k/5,000: until highlighted", 1.0, tuple((one, one) for one in rounds[1:])))
    assert bench.locator(".w-label").count() > 0


def test_a_code_is_painted(bench: Page, served: dict[str, str], figures: list[Figure]) -> None:
    _opened(bench, served["path"])
    bench.locator("#w-text").focus()
    for number in range(APPLIED):
        _apply(bench, f"/Meetcode {number}")

    bench.wait_for_timeout(300)  # the browser tells of its paints a little later
    painted = [one / 1000 for one in bench.evaluate(PAINTED)]
    figures.append(Figure("workbench 500k/5,000: code painted", 0.1, tuple((one, one) for one in painted)))
    assert len(painted) == APPLIED


def _opened(bench: Page, path: str) -> float:
    """Seconds from the begin of the navigation until text and highlights are painted."""
    bench.goto(path)
    bench.wait_for_selector("html[data-shown]")
    return float(bench.evaluate("window.shown")) / 1000


def _apply(bench: Page, keys: str) -> None:
    """Walk on to the next turn, type the name of a code, and put it on."""
    bench.keyboard.press("ArrowDown")
    bench.keyboard.type(keys)
    bench.wait_for_timeout(150)
    bench.keyboard.press("Enter")
    bench.wait_for_selector("#w-panel:not([data-busy])")
    bench.keyboard.press("Escape")
    bench.wait_for_timeout(150)
