"""Chain: what an event log says about waiting, passing on and who is responsible."""

from sluitend.engines.chain.delay import Delay
from sluitend.engines.chain.explain import Between, Explanation
from sluitend.engines.chain.flow import Flow, Little, Per
from sluitend.engines.chain.log import EventLog
from sluitend.engines.chain.network import Network
from sluitend.engines.chain.overlay import Match, Overlay
from sluitend.engines.chain.ownership import Ownership, Rules
from sluitend.engines.chain.perceived import Answer, Intensity, Perceived, answers_of, perceived
from sluitend.engines.chain.spells import Open
from sluitend.engines.chain.summary import Summary
from sluitend.engines.chain.waiting import Cohort, Wait, Waiting
from sluitend.engines.chain.workdays import Unit, Workdays

__all__ = [
    "Answer",
    "Between",
    "Cohort",
    "Delay",
    "EventLog",
    "Explanation",
    "Flow",
    "Intensity",
    "Little",
    "Match",
    "Network",
    "Open",
    "Overlay",
    "Ownership",
    "Per",
    "Perceived",
    "Rules",
    "Summary",
    "Unit",
    "Wait",
    "Waiting",
    "Workdays",
    "answers_of",
    "perceived",
]
