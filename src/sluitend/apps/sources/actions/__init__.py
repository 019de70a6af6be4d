"""The only place that writes in this room."""

from sluitend.apps.sources.actions.answering import (
    choose_sheet,
    drop_answers,
    make_values,
    place_columns,
    start_reading,
    take_in_answers,
)
from sluitend.apps.sources.actions.approving import set_approval
from sluitend.apps.sources.actions.changing import change_source
from sluitend.apps.sources.actions.clearing import clear_uploads
from sluitend.apps.sources.actions.correcting import (
    correct_by_file,
    correct_text,
    drop_correction,
    publish_correction,
)
from sluitend.apps.sources.actions.destroying import (
    delete_source,
    destroy_expired_originals,
    destroy_original,
    destroy_text,
)
from sluitend.apps.sources.actions.grounds import set_ground
from sluitend.apps.sources.actions.importing import ImportOutcome, import_paths
from sluitend.apps.sources.actions.names import (
    add_name,
    add_names,
    add_proposal,
    change_name,
    decide_names,
    finish_names,
    list_respondents,
    move_proposal,
    open_list,
    open_name,
    propose_names,
    remove_name,
    undo_names,
)
from sluitend.apps.sources.actions.opening import open_original, open_source, open_unreleased
from sluitend.apps.sources.actions.reading import read_upload, refuse_upload
from sluitend.apps.sources.actions.releasing import publish_version, release_version
from sluitend.apps.sources.actions.speaking import SpeakerChange, change_speakers, relabel_speakers
from sluitend.apps.sources.actions.sweeping import sweep_orphans
from sluitend.apps.sources.actions.taking_in import take_in

__all__ = [
    "ImportOutcome",
    "SpeakerChange",
    "add_name",
    "add_names",
    "add_proposal",
    "change_name",
    "change_source",
    "change_speakers",
    "choose_sheet",
    "clear_uploads",
    "correct_by_file",
    "correct_text",
    "decide_names",
    "delete_source",
    "destroy_expired_originals",
    "destroy_original",
    "destroy_text",
    "drop_answers",
    "drop_correction",
    "finish_names",
    "import_paths",
    "list_respondents",
    "make_values",
    "move_proposal",
    "open_list",
    "open_name",
    "open_original",
    "open_source",
    "open_unreleased",
    "place_columns",
    "propose_names",
    "publish_correction",
    "publish_version",
    "read_upload",
    "refuse_upload",
    "relabel_speakers",
    "release_version",
    "remove_name",
    "set_approval",
    "set_ground",
    "start_reading",
    "sweep_orphans",
    "take_in",
    "take_in_answers",
    "undo_names",
]
