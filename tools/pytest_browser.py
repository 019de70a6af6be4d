"""Pytest: the path of a browser for tests marked `browser`; without one they are skipped, and nobody can miss it."""

from __future__ import annotations

import pytest

from tools.browser import find_chromium

WARNING = """\
NO BROWSER: {count} browser test(s) were NOT run.
Install Chromium (on Debian: apt-get install chromium) or set CHROMIUM=/path/to/it, then run the tests again."""


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The executable for Playwright's `launch(executable_path=…)`."""
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium on this machine")
    return str(found)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what is marked `browser` when there is none."""
    marked = [item for item in items if item.get_closest_marker("browser")]
    if marked and find_chromium() is None:
        for item in marked:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A block at the end of the run that tells what was not tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum("no Chromium on this machine" in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.section("BROWSER TESTS SKIPPED", red=True, bold=True)
        terminalreporter.line(WARNING.format(count=count), red=True)
