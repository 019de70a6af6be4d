"""Why a question cannot be asked where it was to be asked, and what a reader of the screen is told. Msgids in English.

No sentence names a case, and none repeats what the other side said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

UNKNOWN: Final = "chain.engine_unknown"  # data: engine
NOT_INSTALLED: Final = "chain.spark_not_installed"
NO_JAVA: Final = "chain.spark_no_java"
UNREACHABLE: Final = "chain.spark_unreachable"  # data: engine
ANOTHER: Final = "chain.spark_another"  # data: engine
NOT_VISIBLE: Final = "chain.spark_not_visible"
STOPPED: Final = "chain.spark_stopped"


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    UNKNOWN: _(
        "“%(engine)s” is no engine for event logs. Set SLUITEND_ENGINE to duckdb, to spark://local[2] for Spark on "
        "this machine, or to spark://name:7077 for a cluster."
    ),
    NOT_INSTALLED: _(
        "Spark was asked for (SLUITEND_ENGINE), but it is not installed. Install it with: pip install sluitend[spark], "
        "or set SLUITEND_ENGINE to duckdb."
    ),
    NO_JAVA: _(
        "Spark did not start: it needs Java 17 or newer. Install it (for Debian: openjdk-17-jre-headless), point "
        "JAVA_HOME to it, or set SLUITEND_ENGINE to duckdb."
    ),
    UNREACHABLE: _(
        "Nobody answers at %(engine)s. Check whether the cluster is running and this machine may reach it, or set "
        "SLUITEND_ENGINE to duckdb."
    ),
    ANOTHER: _("Spark already runs elsewhere in this program, so %(engine)s cannot be used beside it. Start anew."),
    NOT_VISIBLE: _(
        "The cluster cannot read the stored event log. Put the folder that holds it (in Sluitend itself: "
        "SLUITEND_DATA) on a disk that every machine of the cluster finds at the same place and may read, or set "
        "SLUITEND_ENGINE to duckdb."
    ),
    STOPPED: _("Spark stopped before the answer was there. Ask again; if it stays so, look in the log of the cluster."),
}
