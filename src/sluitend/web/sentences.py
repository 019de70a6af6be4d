"""The sentences that belong to no room: why a document cannot be read (``formats`` knows no Django)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sluitend.formats.documents import refusals

# The sentences are marked for the catalogue where they stand.
SENTENCES: dict[str, str | Promise] = {code: gettext_lazy(text) for code, text in refusals.SENTENCES.items()}
