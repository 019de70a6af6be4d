"""Logging without content: a traceback's text may quote a source, so only its class and place are written."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class WithoutContent(logging.Formatter):
    """Formats a record without messages of exceptions, local variables or request data."""

    def formatException(  # noqa: N802 - the base class's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, trace = ei
        if kind is None:
            return ""
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([*places, kind.__qualname__])
