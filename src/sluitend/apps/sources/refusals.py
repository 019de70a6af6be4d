"""Why an upload was refused, in words."""

from __future__ import annotations

from sluitend.apps.sources.models import Upload
from sluitend.errors import InputError
from sluitend.web import wording


def refusal_of(upload: Upload) -> str:
    """What is wrong with the file and how to mend it."""
    if not upload.refusal_code:
        return ""
    return wording.sentence(InputError(upload.refusal_code, **upload.refusal_data))
