"""Letters and statements as Word documents, in the report's own style."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from sluitend.formats import report


def word_document(markdown: str, *, title: str, subtitle: str, when: datetime) -> bytes:
    """A document without a table of contents. Raises InputError("formats.report_too_large")."""
    return report.to_docx(
        report.parse(markdown),
        title=title,
        subtitle=subtitle,
        date=date_format(timezone.localtime(when), "j F Y"),
        epoch=int(when.timestamp()),
        contents=False,
    )
