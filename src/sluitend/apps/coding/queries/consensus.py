"""What was decided where coders differed: by place and by passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sluitend.apps.coding.agreement.differences import Place
from sluitend.apps.coding.models import CodingRound, ConsensusDecision
from sluitend.apps.coding.queries.agreement import Compared, TextInRound
from sluitend.apps.coding.queries.blindness import closed_to
from sluitend.apps.people.models import User
from sluitend.errors import NotFound

Mark = tuple[int, int, int]  # start, end, code
Spot = tuple[int, int, int]  # version, start, end


def decisions_of(round_: CodingRound) -> Mapping[int, list[ConsensusDecision]]:
    """By version, for a caller that has checked who asks."""
    found: defaultdict[int, list[ConsensusDecision]] = defaultdict(list)
    for one in ConsensusDecision.objects.filter(round=round_).select_related("decided_by"):
        found[one.version_id].append(one)
    return found


def decided_in(round_: CodingRound, version_id: int) -> list[ConsensusDecision]:
    """What was decided in one text."""
    rows = ConsensusDecision.objects.filter(round=round_, version=version_id)
    return list(rows.select_related("round", "decided_by"))


def decision_for(round_: CodingRound, decision_id: int) -> ConsensusDecision:
    """One decision of a round that may be compared. Raises NotFound."""
    found = ConsensusDecision.objects.filter(round=round_, pk=decision_id).select_related("version").first()
    if found is None:
        raise NotFound("decision")
    return found


def decisions_at(place: Place, decisions: Iterable[ConsensusDecision]) -> list[ConsensusDecision]:
    """What was decided about a place; where all agreed it can hold of several passages."""
    return [one for one in decisions if one.code_id == place.code and place.holds(one.start, one.end)]


def decision_at(place: Place, decisions: Iterable[ConsensusDecision]) -> ConsensusDecision | None:
    """What was decided about a place: the first decision of its code that shares something with it."""
    return next(iter(decisions_at(place, decisions)), None)


def undecided(places: Iterable[Place], decisions: Collection[ConsensusDecision]) -> list[Place]:
    """The places about which nothing was decided yet."""
    return [one for one in places if decision_at(one, decisions) is None]


@dataclass(frozen=True)
class TextProgress:
    """A text of a round: at how many places somebody gave a code, on how many all agree, and what was decided."""

    text: TextInRound
    places: int
    agreed: int
    to_take_over: int  # agreed, and not decided
    to_decide: int  # different, and not decided

    @property
    def differences(self) -> int:
        return self.places - self.agreed

    @property
    def decided(self) -> int:
        return self.differences - self.to_decide


def progress_of(compared: Compared) -> list[TextProgress]:
    """Every text that can be compared, in the order of the sources."""
    decisions = decisions_of(compared.round)
    return [_progress(text, compared.places(text), decisions.get(text.version.pk, [])) for text in compared.present]


def _progress(text: TextInRound, places: Sequence[Place], decisions: Collection[ConsensusDecision]) -> TextProgress:
    left = undecided(places, decisions)
    agreed = sum(one.is_agreed for one in places)
    to_take_over = sum(one.is_agreed for one in left)
    return TextProgress(text, len(places), agreed, to_take_over, len(left) - to_take_over)


def decided_places(round_: CodingRound) -> int:
    """How many places a round has decided; the passages of one came from the same codings."""
    rows = ConsensusDecision.objects.filter(round=round_).values_list("pk", "code_id", "applies", "from_codings")
    return len({(code, applies, *(came.get("codings") or ["", pk])) for pk, code, applies, came in rows})


def held_in(round_: CodingRound) -> dict[int, set[Mark]]:
    """What the decisions of a round that may be compared hold, by version."""
    found: defaultdict[int, set[Mark]] = defaultdict(set)
    rows = ConsensusDecision.objects.filter(round=round_, applies=True)
    for version, start, end, code in rows.values_list("version_id", "start", "end", "code_id"):
        found[version].add((start, end, code))
    return dict(found)


def consensus_codes(user: User, version_ids: Iterable[int]) -> dict[Spot, list[int]]:
    """By passage the codes that hold by consensus, as this user may see them. The caller has checked the rest."""
    seen = consensus_of(user, version_ids).order_by("code__order", "code")
    found: defaultdict[Spot, list[int]] = defaultdict(list)
    for version, start, end, code in seen.values_list("version_id", "start", "end", "code_id"):
        if code not in found[version, start, end]:
            found[version, start, end].append(code)
    return dict(found)


def consensus_of(user: User, version_ids: Iterable[int]) -> QuerySet[ConsensusDecision]:
    """What holds by consensus, as this user may see it; of two codes that became one, that one."""
    rows = ConsensusDecision.objects.filter(version__in=version_ids, applies=True, code__merged_into=None)
    return rows.exclude(version__source__in=closed_to(user))
