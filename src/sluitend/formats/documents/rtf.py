"""Rich text (RTF 1.9.1) is read by pandoc, as docx and odt are."""

from __future__ import annotations

import re

_EIGHT_BIT = re.compile(rb"[\x80-\xff]")


def seven_bit(data: bytes) -> bytes:
    """The same file in ASCII: some programs write letters as bare bytes, which pandoc would take for UTF-8."""
    return _EIGHT_BIT.sub(lambda byte: b"\\'%02x" % byte[0][0], data)
