"""From an error code to the sentence that the user reads, in the user's language.

Rooms register their sentences in ``ready()``. A sentence may use the error's data (``%(name)s``) and ``%(where)s``.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.errors import SluitendError

Sentence = str | Promise

GENERAL: Sentence = _("This could not be done. Go back, check what you filled in and try again.")

_sentences: dict[str, Sentence] = {}


def register(sentences: Mapping[str, Sentence]) -> None:
    """Add a room's sentences by error code. Raises ValueError when a code has another sentence already."""
    for code, text in sentences.items():
        if _sentences.setdefault(code, text) is not text:
            raise ValueError(f"{code} has a sentence already")


def registered() -> Mapping[str, Sentence]:
    """All sentences, for the test that compares them with the codes in use."""
    return dict(_sentences)


def strict() -> bool:
    """Whether a fault of ours (a missing sentence) must be loud: while developing and testing."""
    return bool(settings.DEBUG or getattr(settings, "SLUITEND_TESTING", False))


def sentence(error: SluitendError) -> str:
    """What is wrong, where, and how to mend it.

    Raises KeyError for an unknown code, or for data that the sentence needs and the error lacks, while developing and
    testing; in use the reader gets a general sentence.
    """
    try:
        text = _sentences[error.code]
        return str(text % {"where": error.where or "", **error.data})
    except KeyError:
        if strict():
            raise
        return str(GENERAL)
