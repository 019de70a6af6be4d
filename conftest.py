"""Plugins of this repository's own, for tests and benchmarks alike."""

pytest_plugins = ["tools.pytest_browser"]
