"""What a reader of the screen is told for every code: what is wrong, where, and how to mend it. Msgids in English."""

from __future__ import annotations

from collections.abc import Mapping

from sluitend.formats.messages import codes


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    codes.NO_MESSAGES: _("There are no messages (.xml) here. Choose the folder or the zip that holds the messages."),
    codes.DAMAGED: _(
        "“%(file)s” cannot be read as a message: it is a file of another kind, or it is damaged or cut off. Check what "
        "it is, or fetch it again."
    ),
    codes.TOO_BIG: _(
        "“%(file)s” has more than %(most)s MB. A message is at most 25 MB by the standard; check what it is."
    ),
    codes.TOO_MUCH: _("Together the messages are more than %(most)s GB. Split them by period and read each part."),
    codes.TOO_MANY: _("There are more than %(most)s files here. Split them by period and read each part."),
    codes.TOO_MANY_TAGS: _(
        "“%(file)s” has more than %(most)s elements. A message has a few hundred; check what it is."
    ),
    codes.XML_ENTITIES: _(
        "“%(file)s” has a document type or entities of its own, which are not read for safety. Messages have none."
    ),
    codes.UNKNOWN: _("“%(file)s” is no message of %(standard)s. Take it out, or choose the kind that it is."),
    codes.VERSION: _("“%(file)s” is a message of another version than %(standard)s. Only this version can be read."),
    codes.MISSING: _(
        "In “%(file)s” the element %(element)s is missing or is not what it should be. Ask the sender for a whole "
        "message."
    ),
    codes.BAD_DATE: _("In “%(file)s” the element %(element)s holds no date that exists. Ask the sender to mend it."),
    codes.NEEDS_KEY: _(
        "These messages hold citizen service numbers. Read them with a key that replaces the numbers, on the machine "
        "of who holds the data."
    ),
    codes.KEY_SHOWS: _("The key leaves the citizen service number visible. Use a key that replaces it, such as HMAC."),
    codes.NO_SCHEMA: _(
        "The schema “%(schema)s” is not in the folder with schemas. Put all schemas of the standard in one folder."
    ),
    codes.BAD_SCHEMA: _("“%(schema)s” is no XML schema that can be used. Fetch the schemas of the standard again."),
    codes.NOT_VALID: _(
        "“%(file)s” does not follow the schema: element %(element)s, line %(line)s. Take it out, or ask the sender "
        "for a message that does."
    ),
}
