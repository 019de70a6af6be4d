"""Which takeover answers which handover: two institutions each tell one half, and neither names the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from sluitend.formats.messages.table import Key, Row, keyed

HANDED, TAKEN = "Maatregel overgedragen", "Maatregel overgenomen"
_ANSWERS = "2.5"  # on the day of its handover a takeover comes after it


def with_transfers(rows: Iterable[Row], key: Key | None, report: Counter[str]) -> Iterator[Row]:
    """Rows with `transfer`, a key that a handover and the takeover of it share, in no order.

    They are of one youth and one kind of measure; a takeover is that of the last handover before it or on its day, of
    another institution as far as that is known. What answers nothing here has no transfer: who handed over delivered
    nothing.
    """
    moves: dict[object, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in rows:
        if row["activity"] in (HANDED, TAKEN):
            moves[row["case"], row["code"]][row["activity"] == TAKEN].append(row)
        else:
            yield row
    for handed, taken in moves.values():
        yield from _paired(sorted(handed, key=_day), sorted(taken, key=_day), key, report)


def _paired(handed: list[Row], taken: list[Row], key: Key | None, report: Counter[str]) -> Iterator[Row]:
    left = list(handed)
    early = []
    for row in taken:
        before = [one for one in left if _day(one) <= _day(row) and _elsewhere(one, row)]
        if before:
            left.remove(before[-1])
            yield {**row, "transfer": _transfer(before[-1], key), "rank": _ANSWERS}
        else:
            early.append(row)
    for row in early:  # dates the wrong way round, where it is known that both are of others
        after = [one for one in left if one["resource"] and row["resource"] and _elsewhere(one, row)]
        if after:
            left.remove(after[0])
            yield {**row, "transfer": _transfer(after[0], key)}
        else:
            report["takeovers_without_handover"] += 1
            yield row
    report["handovers_without_takeover"] += len(left)
    yield from ({**row, "transfer": _transfer(row, key)} for row in handed)


def _day(row: Row) -> str:
    return str(row["time"])


def _elsewhere(one: Row, other: Row) -> bool:
    """Nobody takes over from itself; where institutions are not known, not within one record."""
    known = one["resource"] and other["resource"]
    return one["resource"] != other["resource"] if known else one["record"] != other["record"]


def _transfer(handover: Row, key: Key | None) -> str:
    own = "|".join(str(handover[name]) for name in ("case", "code", "resource", "time"))
    return keyed(key, own, "overdracht ")
