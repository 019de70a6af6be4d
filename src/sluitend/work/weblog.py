"""What the web server may write to the log: that something happened and where, never what it was about."""

from __future__ import annotations

import logging
import re

_PLACE = re.compile(r'^  File "[^"]+", line \d+')
_EXCEPTION = re.compile(r"^[A-Za-z_][\w.]*(?=:|$)")
_NOISE = "Configuration allows spawning"  # advice about threads that we chose with reason


class PlacesOnly(logging.Filter):
    """Cuts a traceback down to its places and the exception's class: its text may quote a source."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, shortened; drop what is only noise."""
        first, *rest = record.getMessage().split("\n")
        kept = [found[0] for line in rest if (found := _PLACE.match(line) or _EXCEPTION.match(line))]
        record.msg, record.args = "\n".join([first, *kept]), ()
        return not first.startswith(_NOISE)


CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"places": {"()": "sluitend.work.weblog.PlacesOnly"}},
    "formatters": {"generic": {"format": "%(asctime)s %(levelname)s web %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "generic", "filters": ["places"]}},
    "loggers": {"_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
