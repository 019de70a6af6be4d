"""What each part of the account of the method should tell, and which standard asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.models import StatementKey
from sluitend.web.registry import Text


@dataclass(frozen=True, slots=True)
class Help:
    """What to write, and the items of the standards that ask for it."""

    text: Text
    standard: str


HELP: dict[StatementKey, Help] = {
    StatementKey.LIMITATIONS: Help(
        _("What the reader should know before relying on the findings: who was not heard, what could not be compared, "
          "what the chosen methods cannot show."), "DAC 3.13; SRQR 19"),
    StatementKey.REFLEXIVITY: Help(
        _("Who did the conversations, with what experience, and how they relate to the participants and the subject."),
        "COREQ 1–8; SRQR 6"),
    StatementKey.REFUSALS: Help(
        _("How many people were asked, how many did not take part or stopped, and why."), "COREQ 13"),
    StatementKey.RECORDING: Help(
        _("Whether conversations were recorded (sound, picture, notes), and who worked the recording out."),
        "COREQ 19"),
    StatementKey.DURATION: Help(_("How long the conversations and group meetings took."), "COREQ 21"),
    StatementKey.SATURATION: Help(
        _("How you judged that enough people had been heard, or that this was not possible."), "COREQ 22; SRQR 8"),
    StatementKey.RETURN_OF_TRANSCRIPTS: Help(
        _("Whether participants got their report to correct, and what came of it."), "COREQ 23"),
    StatementKey.CODERS: Help(
        _("How many people coded, how they agreed on the codes, and how the code tree came about."), "COREQ 24–26"),
    StatementKey.PARTICIPANT_CHECK: Help(
        _("Whether participants could react to the findings, and what that changed."), "COREQ 28"),
    StatementKey.TEAM_DISAGREEMENT: Help(
        _("What members of the team judged differently. Write too when there was nothing."), "DAC 3.14"),
    StatementKey.ETHICS: Help(
        _("How consent was given, how privacy was guarded, and which ethical review there was."), "SRQR 9; AVG"),
    StatementKey.FUNDING: Help(
        _("Who paid for the evaluation, and what say the payer had in approach and report."), "SRQR 20–21"),
}  # fmt: skip
