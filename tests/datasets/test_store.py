"""Steps that lie sealed: what comes back out is the files that steps consist of, and nothing else."""

from __future__ import annotations

import io
import tarfile

import pytest

from sluitend.apps.datasets.store import FOLDER, seal_packed
from sluitend.apps.sources import store
from sluitend.formats import sealed


def _tar(name: str, kind: bytes = tarfile.REGTYPE) -> io.BytesIO:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname, entry.size = kind, "/etc/passwd", 0
        tar.addfile(entry)
    packed.seek(0)
    return packed


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../about.json", tarfile.REGTYPE),
        ("/tmp/about.json", tarfile.REGTYPE),  # noqa: S108 - nothing is written there
        ("more.parquet", tarfile.REGTYPE),
        ("about.json", tarfile.SYMTYPE),
        ("about.json", tarfile.LNKTYPE),
        ("steps.parquet", tarfile.DIRTYPE),
    ],
)
def test_a_packed_file_that_is_no_part_of_steps_is_refused(name: str, kind: bytes) -> None:
    with pytest.raises(tarfile.TarError):
        seal_packed(_tar(name, kind), store.new_path(FOLDER), sealed.new_key())
