"""Statistical process control: funnels for many places at once, XmR charts for one place over time.

from sluitend.engines.learning import spc

spc.funnel([12, 40], [100, 250])            # which places differ more than chance and their usual spread
spc.xmr([41, 44, 39, 47], target=42)        # which months differ more than this series does by itself
"""

from sluitend.engines.learning.spc.funnel import Funnel, Kind, Limits, Scale, Signal, funnel
from sluitend.engines.learning.spc.xmr import Assurance, Better, Cause, Segment, Variation, Xmr, xmr

__all__ = [
    "Assurance",
    "Better",
    "Cause",
    "Funnel",
    "Kind",
    "Limits",
    "Scale",
    "Segment",
    "Signal",
    "Variation",
    "Xmr",
    "funnel",
    "xmr",
]
