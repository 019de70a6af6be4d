"""A share of counted cases with its interval."""

from __future__ import annotations

import math
from statistics import NormalDist

from sluitend.engines.chain.survival import Bounded


def wilson(hits: int, total: int, level: float = 0.95) -> Bounded:
    """Wilson's score interval (JASA 22, 1927): it stays between 0 and 1, also for none or all of a few.

    All None of no case at all. Raises ValueError for counts that cannot be.
    """
    if not 0 <= hits <= total:
        raise ValueError("hits lie between none and all")
    if not total:
        return Bounded(None, None, None)
    z, share = NormalDist().inv_cdf((1 + level) / 2), hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + (z / (2 * total)) ** 2)
    scale = 1 + z * z / total
    return Bounded(share, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))
