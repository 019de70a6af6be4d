"""The number of a passage in a text that is coded blind: from its place alone, so that it tells nothing of others.

Numbers one after another would tell each coder how many passages others made meanwhile, and a shared passage who
was there first. So a round keeps a stretch of numbers (``open_round``), and a passage gets the one its place points at.
Everybody has a share of the stretch: who took up all of it would see how much others left. Beyond one's own share the
numbers are those of the evaluation again, which move by nobody's blind work but of who went beyond it too.
"""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from sluitend.apps.coding.models import Coding, CodingRound, CodingStep, Fragment, Memo, RoundAssignment, RoundState
from sluitend.apps.design.numbers import Numbered, next_number, next_numbers
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion

PER_NUMBER = 100  # characters of text for each number of one person: an interview has a passage in every 400
FEWEST = 200


def kept_for(length: int, coders: int) -> int:
    """How many numbers a round keeps for texts of so many characters: a share for each coder, and one for others."""
    return max(FEWEST, length // PER_NUMBER) * (coders + 1)


def number_for(user: User, version: SourceVersion, start: int, end: int) -> int:
    """The number of a new passage; within the transaction that makes it, after ``changes.lock``."""
    evaluation_id = version.source.evaluation_id
    blind = CodingRound.objects.filter(texts__version__source=version.source_id, is_blind=True, state=RoundState.OPEN)
    for one in blind.order_by("number"):
        if _is_within_share(user, one) and (found := _pointed_at(one, version.pk, start, end)):
            return found
    return next_number(evaluation_id, Numbered.FRAGMENT)


def _is_within_share(user: User, one: CodingRound) -> bool:
    """By one's own work alone, so that the moment at which a share is used up tells nothing of others either."""
    coders = RoundAssignment.objects.filter(text__round=one).order_by().values("coder").distinct().count()
    start = one.numbers_from or 0
    stretch = (start, start + one.numbers - 1)
    own = CodingStep.objects.filter(evaluation=one.evaluation_id, user=user, fragment_number__range=stretch)
    within = {"fragment__evaluation": one.evaluation_id, "fragment__number__range": stretch}
    coded = Coding.objects.filter(coder=user, **within).order_by().values_list("fragment__number")
    noted = Memo.objects.filter(author=user, **within).order_by().values_list("fragment__number")
    used = own.order_by().values_list("fragment_number").union(coded, noted)
    return used.count() < one.numbers // (coders + 1)


def _pointed_at(one: CodingRound, version_id: int, start: int, end: int) -> int | None:
    """The first free number from where the place points, round the stretch; None when all are taken.

    Taken is also what a passage elsewhere had that somebody can bring back by an undo: it comes back under its number.
    """
    if one.numbers_from is None or not one.numbers:
        return None
    next_numbers(one.evaluation_id, Numbered.FRAGMENT, 0)  # nobody takes one meanwhile in another text of the round
    stretch = range(one.numbers_from, one.numbers_from + one.numbers)
    within = Fragment.objects.filter(evaluation=one.evaluation_id, number__gte=stretch.start, number__lt=stretch.stop)
    of_steps = {"fragment_number__gte": stretch.start, "fragment_number__lt": stretch.stop}
    steps = CodingStep.objects.filter(evaluation=one.evaluation_id, **of_steps)
    elsewhere = steps.exclude(version=version_id, start=start, end=end)
    taken = {*within.values_list("number", flat=True), *elsewhere.values_list("fragment_number", flat=True)}
    place = f"{one.pk}:{version_id}:{start}:{end}"
    digest = salted_hmac("sluitend.coding.numbering", place, algorithm="sha256").digest()
    first = int.from_bytes(digest[:8], "big") % one.numbers
    return next(
        (number for at in range(one.numbers) if (number := stretch[(first + at) % one.numbers]) not in taken), None
    )
