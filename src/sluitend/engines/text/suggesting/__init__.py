"""A classifier for each code, learned from what people coded, and an honest account of how well it does."""

from sluitend.engines.text.suggesting.judging import FEWEST, FEWEST_TEXTS, Judged, judge
from sluitend.engines.text.suggesting.training import Classifier, train

__all__ = ["FEWEST", "FEWEST_TEXTS", "Classifier", "Judged", "judge", "train"]
