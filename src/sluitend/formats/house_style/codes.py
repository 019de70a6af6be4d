"""Why a document is no house style, beside the reasons for which any document is refused."""

from __future__ import annotations

from typing import Final

# It holds macros, or objects of another program.
ACTIVE: Final = "formats.style_active"
# Something in the parts that are taken over comes from elsewhere (data: part).
LINKED: Final = "formats.style_linked"
# A picture of a kind that not every word processor shows (data: kind).
PICTURE: Final = "formats.style_picture"
