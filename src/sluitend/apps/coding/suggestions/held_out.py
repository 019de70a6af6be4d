"""How well suggestions went in each source while it was held out, as plain numbers to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sluitend.engines.text.suggesting import Counted, Judged, f1, macro, micro

Row = dict[str, Any]


def told_of(sources: Sequence[int], codes: Sequence[int], judged: Sequence[Judged]) -> Row:
    """``sources`` are ids, in the order of the texts of ``judged``; only codes that could be judged count."""
    known = [(code, one.held) for code, one in zip(codes, judged, strict=True) if one.f1 is not None]
    if not known:
        return {}
    whole = [sum(held.values(), Counted()) for _code, held in known]
    return {
        "codes": len(known),
        "micro": asdict(micro(whole)),
        "macro": asdict(macro(whole)),
        "sources": [
            _source(source, [(code, held[text]) for code, held in known if text in held])
            for text, source in enumerate(sources)
        ],
    }


def _source(source: int, counted: Sequence[tuple[int, Counted]]) -> Row:
    together = [one for _code, one in counted]
    return {
        "source": source,
        "given": sum(one.given for one in together),
        "said": sum(one.said for one in together),
        **asdict(micro(together)),
        "codes": [
            [code, one.given, one.said, one.both, f1(one.given, one.said, one.both)]
            for code, one in counted
            if one.given or one.said
        ],
    }
