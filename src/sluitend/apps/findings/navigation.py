"""What this room offers to the shell, to the start of an evaluation and to the evidence chain."""

from __future__ import annotations


def register() -> None:
    """Called once, from AppConfig.ready()."""
