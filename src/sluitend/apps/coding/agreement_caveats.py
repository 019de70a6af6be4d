"""What whoever reads figures of agreement has to know of how they came about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import ngettext

from sluitend.apps.coding.agreement_words import whole
from sluitend.apps.coding.queries.agreement import Compared, Since


def caveats(compared: Compared, found: Since, codes: Collection[int]) -> list[str]:
    """Of the figures of these codes in this round."""
    return [
        *(_gave_nothing(compared.people[coder], numbers) for coder, numbers in compared.gave_nothing.items()),
        *_brought_along(compared.brought_along),
        *_from_suggestions(compared.from_suggestions(compared.sample, codes)),
        *_left_out(compared.left_out),
        *_since(found),
    ]


def _left_out(count: int) -> list[str]:
    """What was coded after the round was closed, when there is any."""
    words = ngettext(
        "%(count)s code was put on after the round was closed. It is not in these figures.",
        "%(count)s codes were put on after the round was closed. They are not in these figures.",
        count,
    )
    return [words % {"count": whole(count)}] if count else []


def _brought_along(count: int) -> list[str]:
    """What stood in the texts before the round was opened, when there is any."""
    words = ngettext(
        "%(count)s code in these figures was put on before the round was opened.",
        "%(count)s codes in these figures were put on before the round was opened.",
        count,
    )
    return [words % {"count": whole(count)}] if count else []


def _from_suggestions(count: int) -> list[str]:
    """What coders took over from the computer, when there is any."""
    words = ngettext(
        "%(count)s code in these figures came from a suggestion of the computer, which a coder took over: that coder "
        "saw first what the computer would say. Read the figures with that in mind.",
        "%(count)s codes in these figures came from suggestions of the computer, which a coder took over: that coder "
        "saw first what the computer would say. Read the figures with that in mind.",
        count,
    )
    return [words % {"count": whole(count)}] if count else []


def _gave_nothing(coder: str, numbers: Sequence[int]) -> str:
    words = ngettext(
        "%(coder)s finished %(count)s text without giving one code in it: %(texts)s. Read the figures with that in "
        "mind.",
        "%(coder)s finished %(count)s texts without giving one code in them: %(texts)s. Read the figures with that in "
        "mind.",
        len(numbers),
    )
    return words % {"coder": coder, "count": len(numbers), "texts": ", ".join(f"S{one}" for one in numbers)}


def _since(found: Since) -> list[str]:
    """What changed after the round was closed, so that its figures are no longer those of the closing."""
    taken_off = ngettext(
        "%(count)s code was taken off after the round was closed. The figures are without it.",
        "%(count)s codes were taken off after the round was closed. The figures are without them.",
        found.taken_off,
    )
    recoded = ngettext(
        "After the round was closed codes were merged, split or moved %(count)s time. The figures are about the codes "
        "as they are now, and may differ from those at the closing.",
        "After the round was closed codes were merged, split or moved %(count)s times. The figures are about the codes "
        "as they are now, and may differ from those at the closing.",
        found.recoded,
    )
    told = ((taken_off, found.taken_off), (recoded, found.recoded))
    return [words % {"count": whole(count)} for words, count in told if count]
