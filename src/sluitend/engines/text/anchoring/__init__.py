"""Where a passage of a text went when the text was corrected, without ever guessing silently.

``align`` compares two texts, and ``Alignment.place`` tells of a span of the old one whether it stands in the new one as
it was (``Placed``), in another wording (``Changed``, with the nearest span for a person to judge) or not at all
(``Lost``). Offsets are Unicode code points, end exclusive.
"""

from sluitend.engines.text.anchoring.alignment import Alignment, align
from sluitend.engines.text.anchoring.model import Change, Changed, Lost, Placed, Placement

__all__ = ["Alignment", "Change", "Changed", "Lost", "Placed", "Placement", "align"]
