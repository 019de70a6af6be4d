"""A bureau's own Word document, of which ours takes over the styles, the page, the header and the footer.

What is kept of it is a new package of checked parts: no text of the document itself, no macros, no comments, nothing
that is fetched from elsewhere when somebody opens it.
"""

from sluitend.formats.house_style.taking import MOST_BYTES, taken

__all__ = ["MOST_BYTES", "taken"]
