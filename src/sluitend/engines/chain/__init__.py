"""Chain: what an event log says about waiting, passing on and who is responsible."""

from sluitend.engines.chain.log import EventLog
from sluitend.engines.chain.ownership import Ownership, Rules
from sluitend.engines.chain.summary import Summary
from sluitend.engines.chain.waiting import Cohort, Wait, Waiting
from sluitend.engines.chain.workdays import Unit, Workdays

__all__ = ["Cohort", "EventLog", "Ownership", "Rules", "Summary", "Unit", "Wait", "Waiting", "Workdays"]
