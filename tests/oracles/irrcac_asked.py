"""Coefficients by irrCAC (GPL), in a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

WEIGHTS = ("identity", "linear", "quadratic", "ordinal")


def main(file: str, answer: str) -> None:
    """The file is a list of ratings (coders × units, null where one is missing) and the values that could be given."""
    told = [_of(one["ratings"], one["values"]) for one in json.loads(Path(file).read_text("utf-8"))]
    Path(answer).write_text(json.dumps(told), encoding="utf-8")


def _of(ratings: list[list[float | None]], values: list[float]) -> dict[str, float]:
    import pandas as pd
    from irrCAC.raw import CAC

    units = pd.DataFrame(ratings, dtype=float).T
    asked = {one: CAC(units, weights=one, categories=values, digits=12) for one in WEIGHTS}
    plain = asked["identity"]
    told = {"fleiss": _value(plain.fleiss()), "percent": float(plain.fleiss()["est"]["pa"])}
    told |= {"conger": _value(plain.conger())}
    told |= {f"gwet_{one}": _value(cac.gwet()) for one, cac in asked.items()}
    return told | {f"bp_{one}": _value(cac.bp()) for one, cac in asked.items()}


def _value(found: dict[str, Any]) -> float:
    return float(found["est"]["coefficient_value"])


if __name__ == "__main__":
    main(*sys.argv[1:])
