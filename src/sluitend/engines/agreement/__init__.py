"""Agreement between coders, exactly as published; no coefficient is ever 1.0 because there was nothing to disagree on.

Ratings are coders × units: lists with ``None``, or an array with NaN, where a coder did not rate a unit. Every result
is an :class:`Estimate`; what cannot be computed has no value and says why.
"""

from sluitend.engines.agreement.bootstrap import bootstrap
from sluitend.engines.agreement.coefficients import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    percent_agreement,
)
from sluitend.engines.agreement.conger import conger_kappa
from sluitend.engines.agreement.estimate import Estimate, Interval, Reason
from sluitend.engines.agreement.krippendorff import krippendorff_alpha
from sluitend.engines.agreement.metrics import Level
from sluitend.engines.agreement.unitizing import UnitizingAlpha, unitizing_alpha
from sluitend.engines.agreement.unitizing_draws import Laid, unitizing_of_texts

__all__ = [
    "Estimate",
    "Interval",
    "Laid",
    "Level",
    "Reason",
    "UnitizingAlpha",
    "bootstrap",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "krippendorff_alpha",
    "percent_agreement",
    "unitizing_alpha",
    "unitizing_of_texts",
]
