"""A log as XES (IEEE 1849-2016), line by line: in the order of its schema, values with the kind that they have.

A column `case:KEY` becomes the attribute KEY of a trace where it says the same throughout the case; where it changes it
stays with the events. A day has no kind of its own in XES: a column of days is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

import pyarrow as pa

from sluitend.formats.eventlog import ACTIVITY, CASE, TIME, xes
from sluitend.formats.eventlog.parts import Parts, iso, of_days

RESOURCE = "org:resource"
_NAMES = {"case": CASE, "activity": ACTIVITY, "time": TIME, "resource": RESOURCE}
_UNWRITABLE = {code: "\ufffd" for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}  # in XML
_EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Organizational", "org"))
_GLOBALS = (("trace", (("string", "concept:name"),)), ("event", (("string", ACTIVITY), ("date", TIME))))
_UNSAID = {"string": "onbekend", "date": "1970-01-01T00:00:00"}  # a global has to give a value for what has none
_KINDS = ((pa.types.is_timestamp, "date"), (pa.types.is_integer, "int"), (pa.types.is_floating, "float"))
_NO_NUMBERS = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}  # as XML Schema writes them
_PREFIX = "case:"


def lines(log: Parts, about: Mapping[str, str]) -> Iterator[str]:
    """The file; `about` are attributes of the log: by what right it is used, until when it is kept."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2016" xes.features="">\n'
    yield from _head()
    if of_days(log.schema):
        yield f'  <boolean key="{xes.DAYS}" value="true"/>\n'
    for key, value in about.items():
        yield _attribute("string", key, value, "  ")
    keys = _keys(log.schema.names)
    kinds = {name: _kind(log.schema.field(name).type) for name in log.schema.names}
    for part in log:
        yield from _traces(part, keys, kinds)
    yield "</log>\n"


def _head() -> Iterator[str]:
    """What programs look for: where keys come from, which every event has, and which of them is its name."""
    for name, prefix in _EXTENSIONS:
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    for scope, attributes in _GLOBALS:
        yield f'  <global scope="{scope}">\n'
        yield from (_attribute(kind, key, _UNSAID[kind], "    ") for kind, key in attributes)
        yield "  </global>\n"
    yield f'  <classifier name="Activity" keys="{ACTIVITY}"/>\n'


def _keys(names: Sequence[str]) -> dict[str, str]:
    """What each column is called in the file: never as another one, nor as what XES itself means by a name."""
    found = {name: _NAMES[name] for name in names if name in _NAMES}
    for name in names:
        if name not in found:
            key = name
            while key in found.values():
                key += "_"
            found[name] = key
    return found


def _traces(part: pa.Table, keys: Mapping[str, str], kinds: Mapping[str, str]) -> Iterator[str]:
    for _case, rows in groupby(_written(part).to_pylist(), key=lambda row: row["case"]):
        events = list(rows)
        whole = [name for name in events[0] if name == "case" or _of_trace(name, keys, events)]
        yield "  <trace>\n"
        for name in whole:
            yield _attribute(kinds[name], keys[name].removeprefix(_PREFIX), events[0][name], "    ")
        own = [name for name in events[0] if name not in whole]
        for event in events:
            yield "    <event>\n"
            yield "".join(_attribute(kinds[name], keys[name], event[name], " " * 6) for name in own)
            yield "    </event>\n"
        yield "  </trace>\n"


def _written(part: pa.Table) -> pa.Table:
    """With moments and days as text."""
    for at, field in enumerate(part.schema):
        if pa.types.is_timestamp(field.type) or pa.types.is_date(field.type):
            days = pa.types.is_date(field.type)
            part = part.set_column(at, field.name, iso(part[field.name], days=days))
    return part


def _of_trace(name: str, keys: Mapping[str, str], events: Sequence[Mapping[str, Any]]) -> bool:
    """What changes within a case stays with its events, under the same name."""
    return keys[name].startswith(_PREFIX) and all(event[name] == events[0][name] for event in events)


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "boolean"
    return next((name for is_kind, name in _KINDS if is_kind(kind)), "string")


def _attribute(kind: str, key: str, value: object, indent: str) -> str:
    if value is None:
        return ""
    text = str(value).lower() if kind == "boolean" else str(value)
    text = _NO_NUMBERS.get(text, text) if kind == "float" else text
    name, written = (quoteattr(one.translate(_UNWRITABLE)) for one in (key, text))
    return f"{indent}<{kind} key={name} value={written}/>\n"
