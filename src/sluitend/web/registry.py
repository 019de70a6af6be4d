"""What the rooms offer to the shell and to each other, filled in ``AppConfig.ready()``.

A room never imports a room below it: it adds an entry here, and the edge walks the entries. Users and evaluations
are opaque here (``Any``): the room that adds an entry knows their types, the shell only passes them on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.utils.functional import Promise

Text = str | Promise
User = Any
Evaluation = Any


class Entry(Protocol):
    """Whatever is registered has a key, so that nothing is registered twice, and an order."""

    @property
    def key(self) -> str: ...

    @property
    def order(self) -> int: ...


E = TypeVar("E", bound=Entry)


class Registry(Generic[E]):
    """Entries by key, walked in their order (then by key, so that the outcome never depends on import order)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, E] = {}

    def add(self, entry: E) -> None:
        """Add an entry; the same entry twice is harmless, another one under its key is a bug (ValueError)."""
        if self._entries.setdefault(entry.key, entry) != entry:
            raise ValueError(f"{self.name}: {entry.key} is registered already")

    def __iter__(self) -> Iterator[E]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.key)))

    def __getitem__(self, key: str) -> E:
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries


@dataclass(frozen=True, slots=True)
class MainEntry:
    """A link in the main navigation, or in the menu under the user's name."""

    label: Text
    url_name: str
    order: int = 50
    visible: Callable[[User], bool] = lambda user: True
    icon: str = ""

    @property
    def key(self) -> str:
        return self.url_name


@dataclass(frozen=True, slots=True)
class EvaluationEntry:
    """A link in the side navigation of an evaluation; its URL takes the evaluation's id as its only argument."""

    label: Text
    url_name: str
    icon: str
    order: int = 50
    allowed: Callable[[User, Evaluation], bool] = lambda user, evaluation: True

    @property
    def key(self) -> str:
        return self.url_name


@dataclass(frozen=True, slots=True)
class Card:
    """A filled summary card: a template that extends or includes a component, and its context."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SummaryCard:
    """A card on the start page of an evaluation; ``build`` returns None when there is nothing for this user."""

    key: str
    build: Callable[[User, Evaluation], Card | None]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Starter:
    """Run inside the transaction that makes an evaluation from a template: ``run(actor, evaluation, template)``."""

    key: str
    run: Callable[[User, Evaluation, Any], None]
    order: int = 50


class EvidenceObject(Protocol):
    """What a reference resolves to."""

    @property
    def title(self) -> str: ...

    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered object within an evaluation, written as people see it: ``B4``, ``V1.2``."""

    letter: str
    number: str

    def __str__(self) -> str:
        return f"{self.letter}{self.number}"

    @classmethod
    def parse(cls, text: str) -> Reference | None:
        """Read ``B4`` or ``V1.2``; None when it is no reference to a registered kind."""
        found = re.fullmatch(r"([A-Z]{1,2})([0-9]{1,9}(?:\.[0-9]{1,9})*)", text)
        return cls(found[1], found[2]) if found and found[1] in evidence_kinds else None


Links = Callable[[User, Evaluation, str], Iterable[Reference]]


def no_links(user: User, evaluation: Evaluation, number: str) -> Iterable[Reference]:
    """The end of the chain: nothing further up, or further down."""
    return ()


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of object in the evidence chain.

    ``resolve(user, evaluation, number)`` raises ``NotFound`` for what the user may not know exists. ``up_links`` are
    what it rests on, ``down_links`` what rests on it. Numbers are strings: sub-questions are numbered ``1.2``.
    """

    letter: str
    label: Text
    resolve: Callable[[User, Evaluation, str], EvidenceObject]
    up_links: Links = no_links
    down_links: Links = no_links
    order: int = 50

    @property
    def key(self) -> str:
        return self.letter


@dataclass(frozen=True, slots=True)
class UserNote:
    """A few words behind the user's name in the header, such as the role; the evaluation is None outside one."""

    key: str
    text: Callable[[User, Evaluation | None], Text]
    order: int = 50


AddressOf = Callable[[User, Evaluation, str, Mapping[str, Any]], str | None]


@dataclass(frozen=True, slots=True)
class PageNotice:
    """What a lower room has to say on the page of an upper one: fetched after the page, which does not wait for it.

    ``address(user, evaluation, name, arguments)`` gets the name and the arguments of the page's own address; it gives
    where the notice is to be had, or None for a page about which there is none.
    """

    key: str
    address: AddressOf
    order: int = 50


main_navigation: Registry[MainEntry] = Registry("main navigation")
user_menu: Registry[MainEntry] = Registry("user menu")
evaluation_navigation: Registry[EvaluationEntry] = Registry("evaluation navigation")
summary_cards: Registry[SummaryCard] = Registry("summary cards")
starters: Registry[Starter] = Registry("starters")
evidence_kinds: Registry[EvidenceKind] = Registry("evidence kinds")
user_notes: Registry[UserNote] = Registry("user notes")
page_notices: Registry[PageNotice] = Registry("page notices")


def resolve(user: User, evaluation: Evaluation, reference: Reference) -> EvidenceObject:
    """The object behind a reference. Raises NotFound (by its room) and KeyError for a kind that nobody registered."""
    return evidence_kinds[reference.letter].resolve(user, evaluation, reference.number)


def run_starters(actor: User, evaluation: Evaluation, template: Any) -> None:
    """Let every room prepare a new evaluation from its template, in order."""
    for starter in starters:
        starter.run(actor, evaluation, template)
