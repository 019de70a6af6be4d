"""What a reader of the screen is told for every code: what is wrong, where, and how to mend it. Msgids in English."""

from __future__ import annotations

from collections.abc import Mapping

from sluitend.formats.ocel import codes


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    codes.DAMAGED: _("This OCEL file is damaged or was cut off: it is no JSON to its end. Make the export again."),
    codes.NOT_OCEL: _(
        "This is no OCEL 2.0 file in JSON: %(place)s is missing or is not what it should be. Make the export again."
    ),
    codes.TOO_BIG: _("This OCEL file has %(megabytes)s MB; at most %(most)s MB can be read. Split it by period."),
    codes.EMPTY: _("There are no events of objects of this type. Choose another type."),
    codes.NO_TYPE: _("There is no type “%(type)s” in this OCEL file. These types are there: %(found)s."),
    codes.NO_CASE: _("Say which type of object is the case. These types are there: %(found)s."),
    codes.NO_FAMILY: _("No attribute of the cases is called “%(family)s”. These are there: %(found)s."),
    codes.TWICE: _("In this OCEL file %(place)s has an id that another one has too. Make the export again."),
    codes.NO_OBJECT: _("In this OCEL file %(place)s refers to an object that is not there. Make the export again."),
    codes.BAD_TIME: _("In this OCEL file the time of %(place)s is no date that exists. Make the export again."),
    codes.MIXED_TIMES: _("In this OCEL file some times have a time zone and others have none. Write all in one way."),
}
