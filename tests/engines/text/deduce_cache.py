"""deduce's look-up structures for tests: built once for this working tree, for all test processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sluitend.engines.text.names import deduce_adapter
from sluitend.work.locks import hold

CACHE = Path(os.environ.get("SLUITEND_TEXT_CACHE", Path(__file__).parents[3] / "var" / "cache")).resolve()


def deduce_cache() -> Path:
    """The folder of caches, with deduce's in it: two minutes the first time. Skips when it cannot be built."""
    if not deduce_adapter.is_built(CACHE):
        CACHE.mkdir(parents=True, exist_ok=True)
        lock = hold(CACHE / "building.lock", patience=600)
        assert lock is not None, "another process has been building deduce's look-up structures for ten minutes"
        with lock:
            try:
                deduce_adapter.build(CACHE)
            except (OSError, MemoryError) as error:
                pytest.skip(f"deduce's look-up structures cannot be built here: {error}; recall was NOT measured")
    return CACHE
