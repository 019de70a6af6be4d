"""What came out of an analysis, sealed with the key of its own row."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.kit import outside as protection
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.kit.marks import notes
from sluitend.apps.analyses.kit.result import PEOPLE, Result
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.formats.drawn_chart import Drawing, draw
from sluitend.formats.still_svg import is_still
from sluitend.work import vault


@dataclass(frozen=True, slots=True)
class Content:
    """The result, and its charts as they were drawn when it was made, by the key of the chart; the names of the files
    that may be taken of it: those of the protected form, and for the team its own where it is about people."""

    result: Result
    drawings: dict[str, Drawing]
    files: frozenset[str] = frozenset()


def seal(row: AnalysisResult, wrapped_key: bytes, content: Content, outside_: Content) -> bytes:
    """With a new key, which is put into the row together with what it seals: the exact content and the protected."""
    data = {**_plain(content), "outside": _plain(outside_)}
    return sealed.seal_bytes(json.dumps(data).encode(), vault.unwrap(wrapped_key), _context(row))


def opened(row: AnalysisResult) -> Content:
    """Raises sealed.SealBroken, also when it is not what was sealed; ValueError for a row without content."""
    return _exact(row, _data(row))


def outside(row: AnalysisResult) -> Content:
    """The same as it may leave the team: as it was frozen when it was made.

    Of a result from before there was such a form it is made now, with the method that made the result. Raises
    InputError("analyses.not_outside") when that method is no longer there; else what `opened` raises.
    """
    data = _data(row)
    if "outside" in data:
        return _content(data["outside"])
    known = discovery.analyses().get(row.analysis)
    if known is None or known.code_version != row.code_version:
        raise InputError("analyses.not_outside", number=row.number)
    return protected(known, _exact(row, data).result, row.parameters)


def protected(analysis: Analysis, exact: Result, parameters: Mapping[str, Any]) -> Content:
    """What may leave the team of an exact result, with its charts drawn. `parameters` are as JSON has them."""
    found = protection.outside(analysis, exact, analysis.parameters.model_validate(parameters))
    said = notes(found, for_all=True)
    drawings = {chart.key: draw(chart.spec, said) for chart in found.charts}
    return Content(found, drawings, _files((one.key for one in found.tables), drawings))


def _data(row: AnalysisResult) -> dict[str, Any]:
    if row.wrapped_key is None or row.sealed_content is None:
        raise ValueError("there is nothing to read")
    key = vault.unwrap(row.wrapped_key)
    found: dict[str, Any] = json.loads(sealed.open_bytes(bytes(row.sealed_content), key, _context(row)))
    return found


def _exact(row: AnalysisResult, data: Mapping[str, Any]) -> Content:
    content = _content(data)
    if content.result.sha256 != row.content_sha256:
        raise sealed.SealBroken("another result than was made")
    told = data.get("outside")
    if told is None or content.result.about == PEOPLE:
        return content
    return replace(content, files=_files((one["key"] for one in told["result"]["tables"]), told["drawings"]))


def _files(tables: Iterable[str], charts: Iterable[str]) -> frozenset[str]:
    drawn = (f"{key}.{kind}" for key in charts for kind in ("svg", "png"))
    return frozenset([*(f"{key}.csv" for key in tables), *drawn])


def _plain(content: Content) -> dict[str, Any]:
    drawings = {
        key: {"svg": one.svg, "png": base64.b64encode(one.png).decode()} for key, one in content.drawings.items()
    }
    return {"result": content.result.as_json(), "drawings": drawings}


def _content(data: Mapping[str, Any]) -> Content:
    drawings = {key: Drawing(one["svg"], base64.b64decode(one["png"])) for key, one in data["drawings"].items()}
    result = Result.from_json(data["result"])
    return Content(result, drawings, _files((one.key for one in result.tables), drawings))


def plain(row: AnalysisResult) -> bytes:
    """All that lies sealed, exact and protected, for an archive; raises what `opened` raises."""
    opened(row)
    return json.dumps(_data(row)).encode()


def sealed_again(row: AnalysisResult, content: bytes) -> bytes:
    """What `plain` gave, sealed with the row's own key for the row's own id."""
    if row.wrapped_key is None:
        raise ValueError("there is no key to seal it with")
    return sealed.seal_bytes(content, vault.unwrap(row.wrapped_key), _context(row))


def check_arrived(row: AnalysisResult) -> None:
    """Hold what came from elsewhere against the row and against the rules, before anybody sees it.

    The exact result has the hash of the row. What may leave the team is what the method makes of it, where that method
    is here; of another it keeps to the limits at least. Drawings are only drawings. Raises sealed.SealBroken, and
    LookupError, TypeError or ValueError for what is no result at all.
    """
    data = _data(row)
    exact = _exact(row, data)
    contents = [exact, *([_content(data["outside"])] if "outside" in data else [])]
    if not all(is_still(one.svg) for content in contents for one in content.drawings.values()):
        raise sealed.SealBroken("a drawing that does more than that")
    for told in contents[1:]:
        _check_outside(row, exact.result, told.result)


def _check_outside(row: AnalysisResult, exact: Result, told: Result) -> None:
    known = discovery.analyses().get(row.analysis)
    if known is not None and known.code_version == row.code_version:
        made = protection.outside(known, exact, known.parameters.model_validate(row.parameters))
        if _without_specs(made) != _without_specs(told):
            raise sealed.SealBroken("something else leaves the team than was made")
    if not protection.keeps_to_limits(exact, told):
        raise sealed.SealBroken("more leaves the team than may")
    if told.n != row.n:
        raise sealed.SealBroken("another number than the row has")


def _without_specs(result: Result) -> Result:
    """What it says, without how it is drawn: that is no more than its tables."""
    return replace(result, charts=tuple(replace(one, spec={}) for one in result.charts))


def _context(row: AnalysisResult) -> bytes:
    return b"sluitend result %d" % row.pk
