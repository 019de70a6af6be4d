"""Which rows of this room go out under a word instead of their id: who codes blind would count others' work by it."""

from __future__ import annotations

from sluitend.apps.people import hooks
from sluitend.web.opaque import OpaqueId

CODING, MEMO = "coding.coding", "coding.memo"


class CodingId(OpaqueId):
    kind = CODING


class MemoId(OpaqueId):
    kind = MEMO


def register() -> None:
    """In the audit trail these, and the data that name one, are words too; called once, from AppConfig.ready()."""
    of_coding = {"fragment": "coding.fragment"}
    hooks.opaque_in_audit.update({CODING: of_coding, MEMO: {}, "coding.fragment": {}, "coding.codingstep": {}})
