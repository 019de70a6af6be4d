"""Reads an evaluation in parts, and remembers of each what it was made from.

A part is read when a rule first asks for it. Which parts a rule looked at, and which parts another part was made of, is
noticed while it runs, not written down: after a change only what was touched is read again, and only the rules that
looked at something that is now different run again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast, overload

R = TypeVar("R", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """What came out, and by what names that which it was made from is known."""

    value: Any
    needs: frozenset[str]


class Parts:
    """What is known of one evaluation at one moment; ``kept`` is what was known before ``touched`` changed.

    For one thread, and for one round of rules.
    """

    def __init__(self, kept: Mapping[str, Kept] | None = None, touched: Collection[str] = ()) -> None:
        self._old = dict(kept or {})
        self._touched = frozenset(touched)
        self.kept: dict[str, Kept] = {}
        self._looking: list[set[str]] = [set()]

    def of(self, name: str, make: Callable[[], T]) -> T:
        """The outcome of ``make`` under this name, made at most once; not at all when what it needs is as it was."""
        if name not in self.kept:
            self.kept[name] = self._old[name] if self._still_holds(name) else self._made(name, make)
        return cast(T, self.seen(name))

    def seen(self, name: str) -> Any:
        """What was read already under this name: whoever is looking now looked at it too."""
        self._looking[-1].add(name)
        return self.kept[name].value

    def of_each(self, name: str, rows: Callable[[], Iterable[R]], make: Callable[[R], T]) -> tuple[tuple[R, T], ...]:
        """Each row with what ``make`` gives for it; not made again for a row that was there before.

        ``make`` looks at its row only.
        """
        before: dict[R, T] = dict(self._old[name].value) if name in self._old else {}
        return self.of(name, lambda: tuple((row, before[row] if row in before else make(row)) for row in rows()))

    def _still_holds(self, name: str) -> bool:
        if name in self._touched or name not in self._old:
            return False
        self._looking.append(set())  # looking whether it changed is not using it
        try:
            return all(self._is_as_it_was(need) for need in self._old[name].needs)
        finally:
            self._looking.pop()

    def _is_as_it_was(self, name: str) -> bool:
        if name not in self.kept:
            getattr(self, name)
        return name in self.kept and name in self._old and self.kept[name].value is self._old[name].value

    def _made(self, name: str, make: Callable[[], Any]) -> Kept:
        self._looking.append(set())
        try:
            value = make()
        finally:
            needs = self._looking.pop()
        before = self._old.get(name)
        if before is not None and before.value == value:
            value = before.value  # so that what was made from it still holds
        return Kept(value, frozenset(needs))


class Part(Generic[T]):
    """One part, with the rooms whose tables it reads: what is written there touches it."""

    def __init__(self, read: Callable[[Any], T], rooms: tuple[str, ...]) -> None:
        self._read = read
        self.rooms = rooms
        self.name = read.__name__
        self.__doc__ = read.__doc__

    @overload
    def __get__(self, parts: None, owner: type) -> Part[T]: ...

    @overload
    def __get__(self, parts: Parts, owner: type) -> T: ...

    def __get__(self, parts: Parts | None, owner: type) -> T | Part[T]:
        if parts is None:
            return self
        if self.name in parts.kept:  # rules look at a part thousands of times
            return cast(T, parts.seen(self.name))
        return parts.of(self.name, lambda: self._read(parts))


def part(*rooms: str) -> Callable[[Callable[[Any], T]], Part[T]]:
    """A method as a part: ``@part("findings")``. Without rooms it is made of other parts only."""
    return lambda read: Part(read, rooms)


def parts_of(owner: type[Parts]) -> dict[str, Part[Any]]:
    """Every part of a class, by name."""
    return {name: one for base in reversed(owner.__mro__) for name, one in vars(base).items() if isinstance(one, Part)}
