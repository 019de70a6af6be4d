from __future__ import annotations

import time

from django.apps import AppConfig

STEPS = 20


class ServedConfig(AppConfig):
    name = "tests.frame.served"
    label = "served"

    def ready(self) -> None:
        """Register `test.slow`, which takes two seconds."""
        from sluitend.work.handlers import Progress, handler
        from sluitend.work.models import Run

        @handler("test.slow")
        def slow(run: Run, progress: Progress) -> None:
            for step in range(STEPS):
                progress(100 * step // STEPS, "test.step")
                time.sleep(0.1)
