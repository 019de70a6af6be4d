"""The only place that writes in this room."""

from sluitend.apps.datasets.actions.changing import change_dataset
from sluitend.apps.datasets.actions.deciding import accept, refuse, take_back_waiver, waive
from sluitend.apps.datasets.actions.destroying import destroy_expired, remove_dataset
from sluitend.apps.datasets.actions.mapping import map_columns
from sluitend.apps.datasets.actions.preparing import prepare_version
from sluitend.apps.datasets.actions.reading import read_version
from sluitend.apps.datasets.actions.sweeping import sweep
from sluitend.apps.datasets.actions.taking_in import take_in, take_in_version

__all__ = [
    "accept",
    "change_dataset",
    "destroy_expired",
    "map_columns",
    "prepare_version",
    "read_version",
    "refuse",
    "remove_dataset",
    "sweep",
    "take_back_waiver",
    "take_in",
    "take_in_version",
    "waive",
]
