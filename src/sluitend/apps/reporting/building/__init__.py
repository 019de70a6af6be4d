"""From material to a report: words filled in, annexes written, and the whole as HTML or Word."""

from sluitend.apps.reporting.building.assembling import Draft, LostReference, assemble, assemble_section
from sluitend.apps.reporting.building.documents import Inside, inside, inside_html, pdf, public_html, word
from sluitend.apps.reporting.building.plan import plan
from sluitend.apps.reporting.building.summary import summary

__all__ = [
    "Draft",
    "Inside",
    "LostReference",
    "assemble",
    "assemble_section",
    "inside",
    "inside_html",
    "pdf",
    "plan",
    "public_html",
    "summary",
    "word",
]
