"""Which browser the tests drive, and that nobody can miss it when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import browser

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine without any browser."""
    browser.find_chromium.cache_clear()
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    yield
    browser.find_chromium.cache_clear()


def program(path: Path, *, exit_code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


def test_no_browser_at_all() -> None:
    assert browser.find_chromium() is None


def test_the_chosen_one_goes_before_the_one_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin" / "chromium")
    chosen = program(tmp_path / "own" / "chrome")
    monkeypatch.setenv("CHROMIUM", str(chosen))

    assert browser.find_chromium() == chosen


def test_one_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium-browser", exit_code=1)  # Ubuntu's pointer to a snap
    works = program(tmp_path / "bin" / "google-chrome")

    assert browser.find_chromium() == works


def test_playwrights_own_newest_comes_last(tmp_path: Path) -> None:
    store = tmp_path / "home" / ".cache" / "ms-playwright"
    program(store / "chromium-1100" / "chrome-linux" / "chrome")
    newest = program(store / "chromium-1200" / "chrome-linux" / "chrome")

    assert browser.find_chromium() == newest


def test_nothing_is_installed_when_we_are_not_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tmp_path / "asked"
    apt = program(tmp_path / "bin" / "apt-get")
    apt.write_text(f"#!/bin/sh\n: > {asked}\n")
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert browser.install_chromium() is None
    assert not asked.exists()


def test_without_a_browser_the_run_ends_with_a_warning(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nmarkers =\n    browser: drives a browser\naddopts = -p no:django")
    pytester.makeconftest('pytest_plugins = ["tools.pytest_browser"]')
    pytester.makepyfile(
        "import pytest\n"
        "@pytest.mark.browser\ndef test_page(): raise AssertionError\n"
        "def test_path(chromium_path): raise AssertionError\n"
        "def test_other(): pass\n"
    )

    result = pytester.runpytest_inprocess()

    result.assert_outcomes(passed=1, skipped=2)
    result.stdout.fnmatch_lines(["*BROWSER TESTS SKIPPED*", "*NO BROWSER: 2 browser test(s) were NOT run.*"])
