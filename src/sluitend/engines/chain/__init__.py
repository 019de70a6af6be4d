"""Chain: what an event log says about waiting, passing on and who is responsible.

Names are loaded when they are asked for: what is below them (pandas, Arrow, DuckDB) takes a second, and a web page
needs none of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sluitend.engines.chain.around import Around
    from sluitend.engines.chain.delay import Delay, Link
    from sluitend.engines.chain.endings import Endings
    from sluitend.engines.chain.explain import Between, Explanation
    from sluitend.engines.chain.explorer import Dots
    from sluitend.engines.chain.families import FamilyDays
    from sluitend.engines.chain.flow import Flow, Little, Per
    from sluitend.engines.chain.grammar import Grammar, Violations
    from sluitend.engines.chain.helping import Helping
    from sluitend.engines.chain.ladder import Moves
    from sluitend.engines.chain.log import EventLog
    from sluitend.engines.chain.network import Network
    from sluitend.engines.chain.norm_table import STARTING_NORMS
    from sluitend.engines.chain.norms import Judged, Kind, Norm, Source, TermUnit
    from sluitend.engines.chain.overlay import Match, Overlay
    from sluitend.engines.chain.ownership import Ownership, Rules
    from sluitend.engines.chain.process_map import ProcessMap, View
    from sluitend.engines.chain.questionnaire import Answer, Intensity, Perceived, answers_of, perceived
    from sluitend.engines.chain.returning import CLOSING, Leaving, Returns
    from sluitend.engines.chain.spells import Open
    from sluitend.engines.chain.spilling import Columns
    from sluitend.engines.chain.summary import Summary
    from sluitend.engines.chain.verdicts import Verdict
    from sluitend.engines.chain.waiting import Cohort, Wait, Waiting
    from sluitend.engines.chain.workdays import Unit, Workdays

__all__ = [
    "CLOSING",
    "STARTING_NORMS",
    "Answer",
    "Around",
    "Between",
    "Cohort",
    "Columns",
    "Delay",
    "Dots",
    "Endings",
    "EventLog",
    "Explanation",
    "FamilyDays",
    "Flow",
    "Grammar",
    "Helping",
    "Intensity",
    "Judged",
    "Kind",
    "Leaving",
    "Link",
    "Little",
    "Match",
    "Moves",
    "Network",
    "Norm",
    "Open",
    "Overlay",
    "Ownership",
    "Per",
    "Perceived",
    "ProcessMap",
    "Returns",
    "Rules",
    "Source",
    "Summary",
    "TermUnit",
    "Unit",
    "Verdict",
    "View",
    "Violations",
    "Wait",
    "Waiting",
    "Workdays",
    "answers_of",
    "perceived",
]

_HOMES: Final = {
    "Around": "around",
    "Delay": "delay",
    "Link": "delay",
    "Endings": "endings",
    "Between": "explain",
    "Explanation": "explain",
    "Dots": "explorer",
    "FamilyDays": "families",
    "Flow": "flow",
    "Little": "flow",
    "Per": "flow",
    "Grammar": "grammar",
    "Violations": "grammar",
    "Helping": "helping",
    "Moves": "ladder",
    "EventLog": "log",
    "Network": "network",
    "STARTING_NORMS": "norm_table",
    "Judged": "norms",
    "Kind": "norms",
    "Norm": "norms",
    "Source": "norms",
    "TermUnit": "norms",
    "Verdict": "verdicts",
    "Match": "overlay",
    "Overlay": "overlay",
    "Ownership": "ownership",
    "Rules": "ownership",
    "Answer": "questionnaire",
    "Intensity": "questionnaire",
    "Perceived": "questionnaire",
    "answers_of": "questionnaire",
    "perceived": "questionnaire",
    "ProcessMap": "process_map",
    "View": "process_map",
    "CLOSING": "returning",
    "Leaving": "returning",
    "Returns": "returning",
    "Open": "spells",
    "Columns": "spilling",
    "Summary": "summary",
    "Cohort": "waiting",
    "Wait": "waiting",
    "Waiting": "waiting",
    "Unit": "workdays",
    "Workdays": "workdays",
}


def __getattr__(name: str) -> Any:
    """What stands in `__all__`, from the module that it lives in (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
