"""Report texts: Markdown to a document tree, references filled in on that tree, the tree to HTML, DOCX and PDF/UA.

A quote enters the tree as a literal string, after parsing. It never passes through Markdown or HTML as text, so
nothing in it can act as markup and every character of it comes out as it went in.
"""

from sluitend.formats.report.pdf import to_pdf
from sluitend.formats.report.references import Filler, Reference, fill, references_in
from sluitend.formats.report.safe import without_dead_links
from sluitend.formats.report.scan import is_empty, references_of, writing_help_of
from sluitend.formats.report.tree import nested_headings, parse, without_writing_help, writing_help_in
from sluitend.formats.report.writers import to_docx, to_html

__all__ = [
    "Filler",
    "Reference",
    "fill",
    "is_empty",
    "nested_headings",
    "parse",
    "references_in",
    "references_of",
    "to_docx",
    "to_html",
    "to_pdf",
    "without_dead_links",
    "without_writing_help",
    "writing_help_in",
    "writing_help_of",
]
