"""What came out of an analysis, sealed with the key of its own row."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.formats import sealed
from sluitend.formats.drawn_chart import Drawing
from sluitend.work import vault


@dataclass(frozen=True, slots=True)
class Content:
    """The result, and its charts as they were drawn when it was made, by the key of the chart."""

    result: Result
    drawings: dict[str, Drawing]


def seal(row: AnalysisResult, wrapped_key: bytes, content: Content) -> bytes:
    """With a new key, which is put into the row together with what it seals."""
    drawings = {
        key: {"svg": one.svg, "png": base64.b64encode(one.png).decode()} for key, one in content.drawings.items()
    }
    data = {"result": content.result.as_json(), "drawings": drawings}
    return sealed.seal_bytes(json.dumps(data).encode(), vault.unwrap(wrapped_key), _context(row))


def opened(row: AnalysisResult) -> Content:
    """Raises sealed.SealBroken, also when it is not what was sealed; ValueError for a row without content."""
    if row.wrapped_key is None or row.sealed_content is None:
        raise ValueError("there is nothing to read")
    key = vault.unwrap(row.wrapped_key)
    data = json.loads(sealed.open_bytes(bytes(row.sealed_content), key, _context(row)))
    result = Result.from_json(data["result"])
    if result.sha256 != row.content_sha256:
        raise sealed.SealBroken("another result than was made")
    drawings = {key: Drawing(one["svg"], base64.b64decode(one["png"])) for key, one in data["drawings"].items()}
    return Content(result, drawings)


def _context(row: AnalysisResult) -> bytes:
    return b"sluitend result %d" % row.pk
