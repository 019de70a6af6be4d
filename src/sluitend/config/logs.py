"""Logging without content: a traceback's text may quote a source, so only its class and place are written.

An address may hold the secret of a link or words that were searched for, so of a request its view is named.
"""

from __future__ import annotations

import copy
import logging
import traceback
from types import TracebackType


class WithoutContent(logging.Formatter):
    """Formats a record without messages of exceptions, local variables or request data."""

    def format(self, record: logging.LogRecord) -> str:
        """Django logs a failed or refused request with its address; here it is the name of its view."""
        record = copy.copy(record)
        record.exc_text = None  # another handler may have left a whole traceback there
        if (request := getattr(record, "request", None)) is not None:
            match = getattr(request, "resolver_match", None)
            where = match.view_name if match else "no view"
            status = getattr(record, "status_code", "refused")
            record.msg, record.args = "%s: %s of %s", (status, request.method, where)
        return super().format(record)

    def formatException(  # noqa: N802 - the base class's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, trace = ei
        if kind is None:
            return ""
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([*places, kind.__qualname__])
