"""Every reason for which an exchange file is refused; `file` is the name of a file within what was given."""

from __future__ import annotations

from typing import Final

NO_ZIP: Final = "qdpx.no_zip"
NO_PROJECT: Final = "qdpx.no_project"
TOO_MUCH: Final = "qdpx.too_much"  # data: most (megabytes)
TOO_MANY: Final = "qdpx.too_many"  # data: most
LOCKED: Final = "qdpx.locked"
DAMAGED: Final = "qdpx.damaged"  # data: file
XML_ENTITIES: Final = "qdpx.xml_entities"  # data: file
BROKEN_XML: Final = "qdpx.broken_xml"  # data: file, line
TOO_DEEP: Final = "qdpx.too_deep"  # data: file
NO_QDA: Final = "qdpx.no_qda"  # data: file

ALL: Final = frozenset(value for name, value in list(globals().items()) if name.isupper())
