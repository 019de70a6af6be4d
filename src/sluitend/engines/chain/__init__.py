"""Chain: what an event log says about waiting, passing on and who is responsible."""

from sluitend.engines.chain.log import EventLog
from sluitend.engines.chain.summary import Summary

__all__ = ["EventLog", "Summary"]
