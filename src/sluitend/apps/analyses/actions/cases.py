"""Looking at cases one by one: for the team only, and recorded. Nothing of it is kept or cited.

Cases have the keys that they got at the door; who knows a case may recognise it in its dates all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sluitend.apps.analyses import vocabularies
from sluitend.apps.analyses.kit.analysis import inputs_of
from sluitend.apps.analyses.kit.parameters import Parameters, parsed
from sluitend.apps.datasets.grounds import refuse_key_holder
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.datasets.queries import opened
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError, NotFound

if TYPE_CHECKING:
    from sluitend.engines.chain import EventLog
    from sluitend.engines.chain.explorer import Dots

_PAST = 2**31 - 1  # no log has a case at this place
AT_ONCE = "duckdb"  # who looks at a case waits for it: in this process, whatever engine questions run on
VARIANTS = 20  # the commonest, to choose from
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases. `parameters` as JSON has those of every analysis; `variant` is the number of a sequence."""

    parameters: Row
    activity: str | None = None
    variant: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """How many cases there are, and some of them (see `explorer.case_list`); `variants` as `explorer.variant_list`."""

    total: int
    rows: list[Row]
    variants: list[Row]


def list_cases(*, actor: User, version: DatasetVersion, choice: Choice, most: int, skip: int) -> Listed:
    """Some of the cases that were chosen. Raises NotFound, NotAllowed, InputError of the parameters."""
    require(actor, version.dataset.evaluation_id, Action.OPEN_CASES)
    refuse_key_holder(actor, version.dataset.evaluation_id)
    with opened(version, AT_ONCE) as log:
        variants = log.variant_list(VARIANTS).to_pylist()
        chosen = _chosen(log, version, choice)
        total = 0 if chosen is None else chosen.summary().cases
        rows = [] if chosen is None else chosen.case_list(most, skip).to_pylist()
    _record(actor, "analyses.cases_listed", version, cases=len(rows))
    return Listed(total, rows, variants)


def open_case(*, actor: User, version: DatasetVersion, place: int) -> tuple[str, list[Row]]:
    """The key of a case and what happened in it (see `explorer.case_steps`). Raises NotFound, NotAllowed."""
    require(actor, version.dataset.evaluation_id, Action.OPEN_CASES)
    refuse_key_holder(actor, version.dataset.evaluation_id)
    with opened(version, AT_ONCE) as log:
        try:
            name = log.case_at(min(place, _PAST))
        except KeyError:
            raise NotFound("case") from None
        steps = log.case_steps(name).to_pylist()
    _record(actor, "analyses.case_opened", version, place=place)
    return name, steps


def draw_cases(*, actor: User, version: DatasetVersion, choice: Choice, most: int, kind: str = "") -> Dots:
    """A sample of the chosen cases, the same one every time (see `explorer.dots`). `kind`: of the file that is made of
    it, empty when it is only looked at.

    Raises NotFound, NotAllowed, InputError("analyses.no_cases") and that of the parameters.
    """
    require(actor, version.dataset.evaluation_id, Action.OPEN_CASES)
    refuse_key_holder(actor, version.dataset.evaluation_id)
    with opened(version, AT_ONCE) as log:
        chosen = _chosen(log, version, choice)
        found = None if chosen is None else chosen.dots(most)
    if found is None or not found.cases:
        raise InputError("analyses.no_cases")
    told: dict[str, int | str] = {"cases": found.cases, **({"kind": kind} if kind else {})}
    _record(actor, "analyses.cases_taken" if kind else "analyses.cases_drawn", version, **told)
    return found


def _chosen(log: EventLog, version: DatasetVersion, choice: Choice) -> EventLog | None:
    """None where no case is left."""
    vocabulary = vocabularies.of(version)
    parameters = parsed(Parameters, choice.parameters, vocabulary)
    try:
        found = inputs_of(log, vocabulary, parameters).log
    except InputError as error:
        if error.code == "analyses.no_cases":
            return None
        raise
    return found.having(activity=choice.activity, variant=choice.variant)


def _record(actor: User, action: str, version: DatasetVersion, **data: int | str) -> None:
    dataset = version.dataset
    record(actor, action, version, evaluation=dataset.evaluation_id, dataset=dataset.number, **data)
