"""The only place that writes in this room."""

from sluitend.apps.sources.actions.approving import set_approval
from sluitend.apps.sources.actions.changing import change_source
from sluitend.apps.sources.actions.clearing import clear_uploads
from sluitend.apps.sources.actions.destroying import delete_source, destroy_expired_originals, destroy_original
from sluitend.apps.sources.actions.importing import ImportOutcome, import_paths
from sluitend.apps.sources.actions.opening import open_original, open_source, open_unreleased
from sluitend.apps.sources.actions.reading import read_upload, refuse_upload
from sluitend.apps.sources.actions.releasing import publish_version, release_version
from sluitend.apps.sources.actions.sweeping import sweep_orphans
from sluitend.apps.sources.actions.taking_in import take_in

__all__ = [
    "ImportOutcome",
    "change_source",
    "clear_uploads",
    "delete_source",
    "destroy_expired_originals",
    "destroy_original",
    "import_paths",
    "open_original",
    "open_source",
    "open_unreleased",
    "publish_version",
    "read_upload",
    "refuse_upload",
    "release_version",
    "set_approval",
    "sweep_orphans",
    "take_in",
]
