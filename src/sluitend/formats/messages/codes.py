"""Every reason for which message traffic is refused; `file` is the name of a message within what was given."""

from __future__ import annotations

from typing import Final

NO_MESSAGES: Final = "messages.no_messages"
DAMAGED: Final = "messages.damaged"  # data: file
TOO_BIG: Final = "messages.too_big"  # data: file, megabytes, most
TOO_MUCH: Final = "messages.too_much"  # data: most (gigabytes)
TOO_MANY: Final = "messages.too_many"  # data: most
TOO_MANY_TAGS: Final = "messages.too_many_tags"  # data: file, most
XML_ENTITIES: Final = "messages.xml_entities"  # data: file
UNKNOWN: Final = "messages.unknown"  # data: file, standard
VERSION: Final = "messages.version"  # data: file, standard
MISSING: Final = "messages.missing"  # data: file, element
BAD_DATE: Final = "messages.bad_date"  # data: file, element
NEEDS_KEY: Final = "messages.needs_key"
KEY_SHOWS: Final = "messages.key_shows"
NO_SCHEMA: Final = "messages.no_schema"  # data: schema
BAD_SCHEMA: Final = "messages.bad_schema"  # data: schema
NOT_VALID: Final = "messages.not_valid"  # data: file, element, line

ALL: Final = frozenset(value for name, value in list(globals().items()) if name.isupper())
