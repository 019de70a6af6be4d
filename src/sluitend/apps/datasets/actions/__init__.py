"""The only place that writes in this room."""

from sluitend.apps.datasets.actions.changing import change_dataset
from sluitend.apps.datasets.actions.choosing import choose_objects
from sluitend.apps.datasets.actions.deciding import accept, refuse, take_back_waiver, waive
from sluitend.apps.datasets.actions.destroying import destroy_expired, remove_dataset
from sluitend.apps.datasets.actions.exporting import export_events
from sluitend.apps.datasets.actions.grounding import end_ground, record_ground
from sluitend.apps.datasets.actions.importing import import_events
from sluitend.apps.datasets.actions.keying import take_in_messages
from sluitend.apps.datasets.actions.mapping import map_columns
from sluitend.apps.datasets.actions.preparing import prepare_version
from sluitend.apps.datasets.actions.reading import read_version
from sluitend.apps.datasets.actions.sweeping import sweep
from sluitend.apps.datasets.actions.taking_in import take_in, take_in_version

__all__ = [
    "accept",
    "change_dataset",
    "choose_objects",
    "destroy_expired",
    "end_ground",
    "export_events",
    "import_events",
    "map_columns",
    "prepare_version",
    "read_version",
    "record_ground",
    "refuse",
    "remove_dataset",
    "sweep",
    "take_back_waiver",
    "take_in",
    "take_in_messages",
    "take_in_version",
    "waive",
]
