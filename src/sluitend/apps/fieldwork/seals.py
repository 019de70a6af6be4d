"""Who a respondent is, sealed with a key of its own: destroying the key destroys the identity."""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict, dataclass

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import Respondent
from sluitend.formats import sealed
from sluitend.work import vault


@dataclass(frozen=True, slots=True)
class Identity:
    """Name and how to reach somebody; any of them may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return any((self.name, self.email, self.phone, self.note))


def seal_identity(respondent: Respondent, identity: Identity) -> None:
    """Put the identity on the row (unsaved) under a new key; an empty one leaves neither."""
    if not identity:
        respondent.sealed_identity = respondent.wrapped_key = None
        return
    respondent.wrapped_key = vault.new_wrapped_key()
    content = json.dumps(asdict(identity), ensure_ascii=False).encode()
    key = vault.unwrap(respondent.wrapped_key)
    respondent.sealed_identity = sealed.seal_bytes(content, key, _context(respondent))


def open_identity(respondent: Respondent) -> Identity:
    """The inverse of ``seal_identity``. Raises sealed.SealBroken."""
    if respondent.sealed_identity is None or respondent.wrapped_key is None:
        return Identity()
    key = vault.unwrap(respondent.wrapped_key)
    return Identity(**json.loads(sealed.open_bytes(bytes(respondent.sealed_identity), key, _context(respondent))))


def mark_of(evaluation: Evaluation) -> str:
    """By what the ledger knows an evaluation: made of its key, of which it tells nothing. Raises sealed.SealBroken."""
    return hmac.new(vault.unwrap(evaluation.wrapped_key), b"sluitend ledger evaluation", "sha256").hexdigest()[:32]


def _context(respondent: Respondent) -> bytes:
    """Bound to the person: nobody's name can be put on somebody else's row."""
    return b"sluitend respondent " + respondent.uid.bytes
