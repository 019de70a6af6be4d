"""The sentences that belong to no room: why a document cannot be read (``formats`` knows no Django)."""

from __future__ import annotations

from django.utils.functional import Promise

SENTENCES: dict[str, str | Promise] = {}
