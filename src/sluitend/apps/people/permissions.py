"""The one role × action table. Everything that is not in it is refused.

`docs/developer/permissions.md` shows it; `tests/permissions/test_every_url.py` visits every address as everybody.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in one evaluation."""

    LEADER = "leader", _("project leader")
    RESEARCHER = "researcher", _("researcher")
    READER = "reader", _("reader (commissioner)")


class Action(StrEnum):
    """What can be done within an evaluation."""

    VIEW_EVALUATION = "view_evaluation"  # its summary, design and logbook
    EDIT_DESIGN = "edit_design"
    LOCK_FRAMEWORK = "lock_framework"  # fixes by what answers are judged; nothing undoes it
    WRITE_LOGBOOK = "write_logbook"
    MANAGE_MEMBERS = "manage_members"
    EXPORT_AUDIT = "export_audit"
    ARCHIVE = "archive"  # takes the whole evaluation out, in one locked file
    EXCHANGE = "exchange"  # takes released texts and codes to another tool, or in from one
    SAY_WHO_CODED = "say_who_coded"  # of codings that come in: that a colleague made them
    VIEW_FIELDWORK = "view_fieldwork"  # respondents by their number, consent, start gate; no names
    EDIT_FIELDWORK = "edit_fieldwork"  # respondents, consent, information letter
    OPEN_IDENTITY = "open_identity"  # who a respondent is; every opening is recorded
    MANAGE_GATE = "manage_gate"  # states what has been arranged before the fieldwork
    WITHDRAW_RESPONDENT = "withdraw_respondent"  # destroys what somebody said
    VIEW_SOURCES = "view_sources"  # the list, and the text of every source
    VIEW_PUBLIC_SOURCE = "view_public_source"  # the text of a public document
    ADD_SOURCE = "add_source"
    EDIT_SOURCE = "edit_source"
    RELEASE_SOURCE = "release_source"  # states that the text holds no personal data
    DESTROY_SOURCE = "destroy_source"
    VIEW_CODING = "view_coding"
    EDIT_CODEBOOK = "edit_codebook"
    CODE = "code"
    PLAN_ROUNDS = "plan_rounds"  # who codes which texts, blind or not; opens and closes a round
    RELEASE_QUOTE = "release_quote"  # for use outside the team
    SEND_TEXT_OUT = "send_text_out"  # lets a service outside this machine read the texts for their meaning
    VIEW_DATASETS = "view_datasets"  # what they hold, their reports, and every case in them
    EDIT_DATASETS = "edit_datasets"  # adds files, says what columns hold, accepts or refuses them
    DESTROY_DATASET = "destroy_dataset"
    RECORD_GROUND = "record_ground"  # on what ground messages with numbers of people are keyed here, and by whom
    VIEW_RESULTS = "view_results"  # exact, small numbers and names of cases included
    VIEW_OUTSIDE_RESULTS = "view_outside_results"  # as they leave the team: small numbers are kept back
    RUN_ANALYSES = "run_analyses"
    OPEN_CASES = "open_cases"  # one by one, by their keys; every opening is recorded
    EDIT_NORMS = "edit_norms"  # within which time who must have done what
    VIEW_FINDINGS = "view_findings"
    WRITE_FINDINGS = "write_findings"
    FREEZE_PHASE = "freeze_phase"  # keeps what is held at the end of a phase
    VIEW_REPORT = "view_report"
    WRITE_REPORT = "write_report"
    FINISH_REPORT = "finish_report"  # builds what counts as final
    SET_HOUSE_STYLE = "set_house_style"  # what Word files of the report look like
    VIEW_CHECKS = "view_checks"


_TEAM = frozenset({Role.LEADER, Role.RESEARCHER})
_ALL = frozenset(Role)
_LEADER = frozenset({Role.LEADER})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.VIEW_EVALUATION: _ALL,
    Action.EDIT_DESIGN: _TEAM,
    Action.LOCK_FRAMEWORK: _LEADER,
    Action.WRITE_LOGBOOK: _TEAM,
    Action.MANAGE_MEMBERS: _LEADER,
    Action.EXPORT_AUDIT: _LEADER,
    Action.ARCHIVE: _LEADER,
    Action.EXCHANGE: _TEAM,
    Action.SAY_WHO_CODED: _LEADER,
    Action.VIEW_FIELDWORK: _TEAM,
    Action.EDIT_FIELDWORK: _TEAM,
    Action.OPEN_IDENTITY: _TEAM,
    Action.MANAGE_GATE: _LEADER,
    Action.WITHDRAW_RESPONDENT: _LEADER,
    Action.VIEW_SOURCES: _TEAM,
    Action.VIEW_PUBLIC_SOURCE: _ALL,
    Action.ADD_SOURCE: _TEAM,
    Action.EDIT_SOURCE: _TEAM,
    Action.RELEASE_SOURCE: _TEAM,
    Action.DESTROY_SOURCE: _LEADER,
    Action.VIEW_CODING: _TEAM,
    Action.EDIT_CODEBOOK: _TEAM,
    Action.CODE: _TEAM,
    Action.PLAN_ROUNDS: _LEADER,
    Action.RELEASE_QUOTE: _TEAM,
    Action.SEND_TEXT_OUT: _LEADER,
    Action.VIEW_DATASETS: _TEAM,
    Action.EDIT_DATASETS: _TEAM,
    Action.DESTROY_DATASET: _LEADER,
    Action.RECORD_GROUND: _LEADER,
    Action.VIEW_RESULTS: _TEAM,
    Action.VIEW_OUTSIDE_RESULTS: _ALL,
    Action.RUN_ANALYSES: _TEAM,
    Action.OPEN_CASES: _TEAM,
    Action.EDIT_NORMS: _TEAM,
    Action.VIEW_FINDINGS: _ALL,
    Action.WRITE_FINDINGS: _TEAM,
    Action.FREEZE_PHASE: _LEADER,
    Action.VIEW_REPORT: _ALL,
    Action.WRITE_REPORT: _TEAM,
    Action.FINISH_REPORT: _LEADER,
    Action.SET_HOUSE_STYLE: _LEADER,
    Action.VIEW_CHECKS: _TEAM,
}


class InstallationAction(StrEnum):
    """What can be done outside any evaluation."""

    MANAGE_USERS = "manage_users"
    EDIT_REGISTER = "edit_register"  # organisations, municipalities, regions
    VIEW_REGISTER = "view_register"
    EXPORT_AUDIT = "export_installation_audit"
    START_EVALUATION = "start_evaluation"


def is_allowed(role: Role | str | None, action: Action) -> bool:
    """Whether this role may do this; no role may do nothing."""
    return role is not None and Role(role) in ALLOWED.get(action, frozenset())
