from __future__ import annotations

import time

from django.apps import AppConfig
from django.conf import settings

LONGEST = 120.0  # seconds


class ServedConfig(AppConfig):
    name = "tests.frame.served"
    label = "served"

    def ready(self) -> None:
        """Register `test.slow`, which lasts until there is a file DATA/go."""
        from sluitend.work.handlers import Progress, handler
        from sluitend.work.models import Run

        @handler("test.slow")
        def slow(run: Run, progress: Progress) -> None:
            end = time.monotonic() + LONGEST
            while time.monotonic() < end and not (settings.DATA / "go").exists():
                progress(50, "test.waiting")
                time.sleep(0.1)
