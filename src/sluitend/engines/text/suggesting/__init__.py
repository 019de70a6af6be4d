"""A classifier for each code, learned from what people coded, and an honest account of how well it does."""

from sluitend.engines.text.suggesting.held_out import Counted, Measured, f1, macro, micro
from sluitend.engines.text.suggesting.judging import FEWEST, FEWEST_TEXTS, Judged, judge
from sluitend.engines.text.suggesting.training import Classifier, train

__all__ = [
    "FEWEST",
    "FEWEST_TEXTS",
    "Classifier",
    "Counted",
    "Judged",
    "Measured",
    "f1",
    "judge",
    "macro",
    "micro",
    "train",
]
