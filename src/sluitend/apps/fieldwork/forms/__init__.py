"""Forms of this room. Choices come from the evaluation itself, so that nothing of another one can be chosen."""

from sluitend.apps.fieldwork.forms.consent import ConsentForm, WithdrawForm
from sluitend.apps.fieldwork.forms.gate import GateForm
from sluitend.apps.fieldwork.forms.letter import LetterForm
from sluitend.apps.fieldwork.forms.respondents import (
    ChangeIdentityForm,
    ChangeRespondentForm,
    ListForm,
    RespondentForm,
)

__all__ = [
    "ChangeIdentityForm",
    "ChangeRespondentForm",
    "ConsentForm",
    "GateForm",
    "LetterForm",
    "ListForm",
    "RespondentForm",
    "WithdrawForm",
]
