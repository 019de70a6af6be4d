"""From material to a report: words filled in, annexes written, and the whole as HTML or Word."""

from sluitend.apps.reporting.building.assembling import Draft, LostReference, assemble, assemble_section
from sluitend.apps.reporting.building.documents import Inside, inside, inside_html, public_html, word

__all__ = [
    "Draft",
    "Inside",
    "LostReference",
    "assemble",
    "assemble_section",
    "inside",
    "inside_html",
    "public_html",
    "word",
]
