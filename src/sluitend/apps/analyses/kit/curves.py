"""What entries tell of a curve of Kaplan and Meier beside its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sluitend.engines.chain.survival import Curve


def counts_at(curve: Curve, time: float) -> tuple[int, int]:
    """How many reached the end by then, and how many are followed after it."""
    at = int(np.searchsorted(curve.time, time, side="right"))
    if not at:
        return 0, int(curve.at_risk[0]) if len(curve.at_risk) else 0
    left = int(curve.at_risk[at - 1] - curve.reached[at - 1] - curve.censored[at - 1])
    return int(curve.reached[:at].sum()), left
