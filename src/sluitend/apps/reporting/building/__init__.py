"""From material to a report: words filled in, annexes written, and the whole as HTML or Word."""

from sluitend.apps.reporting.building.assembling import Draft, LostReference, assemble, assemble_section
from sluitend.apps.reporting.building.documents import inside_html, public_html, word

__all__ = ["Draft", "LostReference", "assemble", "assemble_section", "inside_html", "public_html", "word"]
