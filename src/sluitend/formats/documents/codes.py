"""Every reason for which a document is refused, with the data that the error carries; sentences are in ``refusals``."""

from __future__ import annotations

from typing import Final

# The suffix or the content is of a kind that we do not read (data: found, accepted).
UNSUPPORTED: Final = "formats.unsupported"
# The content is of another kind that we do read than the suffix says (data: suffix, found).
WRONG_EXTENSION: Final = "formats.wrong_extension"
# The file has no bytes.
EMPTY: Final = "formats.empty"
# The file could be read, but there is no text in it.
NO_TEXT: Final = "formats.no_text"
# More bytes than MAX_BYTES (data: megabytes, most).
TOO_BIG: Final = "formats.too_big"
# More text than MAX_CHARACTERS (data: most).
TOO_LONG: Final = "formats.too_long"
# More paragraphs, rows and the like than MAX_BLOCKS (data: most).
TOO_MANY_BLOCKS: Final = "formats.too_many_blocks"
# More pages than MAX_PAGES (data: pages, most).
TOO_MANY_PAGES: Final = "formats.too_many_pages"
# Named as text, but the bytes are no text (NULs, control characters).
NOT_TEXT: Final = "formats.not_text"
# Text in an encoding that cannot be settled without guessing (data: line).
UNKNOWN_ENCODING: Final = "formats.unknown_encoding"
# Named as subtitles (vtt, srt), but no line tells from when till when (data: suffix).
NOT_SUBTITLES: Final = "formats.not_subtitles"
# A password is needed to open it.
ENCRYPTED: Final = "formats.encrypted"
# A Word 97–2003 document (.doc), which is not a docx whatever its name.
OLD_WORD: Final = "formats.old_word"
# Broken off or overwritten: the zip, or the PDF, cannot be opened.
DAMAGED: Final = "formats.damaged"
# A required part is not in the package (data: part).
MISSING_PART: Final = "formats.missing_part"
# A part of the package is not well-formed XML (data: part, line).
BROKEN_XML: Final = "formats.broken_xml"
# A part declares a document type or entities, which no word processor does (data: part).
XML_ENTITIES: Final = "formats.xml_entities"
# Unpacks to far more than a document holds.
ZIP_BOMB: Final = "formats.zip_bomb"
# Tables in tables, lists in lists, deeper than people write.
TOO_DEEP: Final = "formats.too_deep"
# A PDF of images, without letters.
SCANNED_PDF: Final = "formats.scanned_pdf"
# A PDF whose fonts do not tell which character a shape stands for.
PDF_WITHOUT_CHARACTERS: Final = "formats.pdf_without_characters"
# Reading was stopped at the time limit (data: seconds).
TOOK_TOO_LONG: Final = "formats.took_too_long"
# Reading was stopped at the memory limit.
TOO_MUCH_MEMORY: Final = "formats.too_much_memory"
# The reader broke down on it: a mistake of ours or a file made to harm (data: cause, a class name or signal).
UNREADABLE: Final = "formats.unreadable"

ALL: Final = frozenset(value for name, value in list(globals().items()) if name.isupper())
