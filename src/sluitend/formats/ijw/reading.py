"""From files to the table of events: read, settle, tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from sluitend.formats.ijw import COLUMNS, DAYS, names
from sluitend.formats.ijw.names import coded, named
from sluitend.formats.ijw.parsing import (
    ANSWERED,
    ASSIGNED,
    CHANGE_REQUESTED,
    DECLARATIONS,
    REQUESTED,
    STARTED,
    STOPPED,
    Delivery,
    Message,
    message_of,
    number_of,
)
from sluitend.formats.ijw.settling import Settled
from sluitend.formats.messages import xml
from sluitend.formats.messages.files import contents
from sluitend.formats.messages.table import Events, Key, Row, keyed, ordered, table_of

Standing: TypeAlias = Mapping[int, list[Delivery]]
Asked: TypeAlias = tuple[str, str, str]  # municipality, provider, reference of the provider
INVESTIGATED = "2"


def read(path: Path, key: Key | None, schemas: Path | None) -> Events:
    """As `ijw.read`."""
    settled = Settled()
    for message in messages_of(path, key, schemas, settled.report):
        settled.add(message)
    rows = ordered(_Telling(settled, key).rows(), COLUMNS)
    settled.report["events"] = len(rows)
    return Events(table_of(rows, COLUMNS, DAYS), dict(settled.report))


def messages_of(path: Path, key: Key | None, schemas: Path | None, report: Counter[str]) -> Iterator[Message]:
    """Every message of a file, folder or zip; declarations are counted and passed over."""
    checks = None if schemas is None else xml.Schemas(schemas)
    for file, content in contents(path):
        root = xml.parsed(content, file)
        number = number_of(str(root.tag), file)
        if checks is not None:
            checks.check(root, f"JW{number}.xsd", file)
        if number in DECLARATIONS:
            report["declarations"] += 1
        else:
            yield message_of(xml.Part(root, file), number, key)


class _Telling:
    """Rows of the table from what stands."""

    def __init__(self, settled: Settled, key: Key | None) -> None:
        self._settled, self._key = settled, key
        self._standing = settled.standing()
        requests = self._standing[REQUESTED] + self._standing[CHANGE_REQUESTED]
        requests.sort(key=lambda one: (one.sent, one.category, one.product, one.referrer))
        self._requests: dict[Asked, Delivery] = {}
        for one in requests:
            self._requests.setdefault(_asked(one), one)
        self._referrers = {
            one.allocation: referrer for one in self._standing[ASSIGNED] if (referrer := self._referrer(one))
        }

    def rows(self) -> Iterator[Row]:
        """In no order."""
        for one in self._standing[REQUESTED]:
            yield self._row(one, "Toewijzing gevraagd", one.sent, one.provider, rank=0)
        for one in self._standing[CHANGE_REQUESTED]:
            reason = named(names.ASKED, one.reason)
            yield self._row(one, "Wijziging gevraagd", one.sent, one.provider, rank=0, reason=reason)
        for one in self._standing[ANSWERED]:
            yield from self._answer(one)
        yield from self._assigned()
        for one in self._standing[STARTED]:
            yield self._row(one, "Gestart", one.begin, one.provider, rank=5)
        for one in self._standing[STOPPED]:
            yield self._stop(one)

    def _answer(self, one: Delivery) -> Iterator[Row]:
        request = self._requests.get(_asked(one))
        if request is None:
            self._settled.report["answers_without_request"] += 1  # an answer does not say who it is about
            return
        about = {"case": request.case, "category": _category(request), "product": coded(request.product)}
        if one.status == INVESTIGATED:
            yield self._row(one, "Verzoek in onderzoek", one.sent, one.municipality, rank=1, **about)
        else:
            reason = named(names.REJECTED, one.reason)
            yield self._row(one, "Verzoek afgewezen", one.sent, one.municipality, rank=1, reason=reason, **about)
            if one.reason == names.ELSEWHERE and request.number == REQUESTED:
                yield from self._sent_on(one, request, about)

    def _sent_on(self, one: Delivery, request: Delivery, about: Mapping[str, str | None]) -> Iterator[Row]:
        """Only the answer tells that a request came to the wrong municipality (OP359); a request for a change cannot:
        there is an assignment by then."""
        yield self._row(request, "Verzoek bij verkeerde gemeente", request.sent, request.provider, rank=0.5)
        yield self._row(one, "Doorverwezen naar juiste gemeente", one.sent, one.municipality, rank=1.5, **about)

    def _assigned(self) -> Iterator[Row]:
        """One assignment however often it was changed, at its latest date and with the request that its first version
        answers; and every change with its reason. A change for another request is told without a reason too."""
        versions: dict[tuple[str, str, str], list[Delivery]] = defaultdict(list)
        for one in self._standing[ASSIGNED]:  # the version that counts comes last
            versions[one.municipality, one.case, one.allocation].append(one)
        for same in versions.values():
            first = min(same, key=self._settled.first_sent)
            for one in same:
                if one.reason or one.reference not in ("", first.reference):
                    yield self._changed(one)
            row = self._row(same[-1], "Toegewezen", same[-1].begin, same[-1].municipality, rank=2)
            yield {**row, "request": self._request(first, first.case), "registered": self._settled.first_sent(first)}

    def _changed(self, one: Delivery) -> Row:
        day, reason = date.fromisoformat(one.decided[:10]), named(names.CHANGED, one.reason)
        row = self._row(one, "Toewijzing gewijzigd", day, one.municipality, rank=3, reason=reason)
        return {**row, "registered": self._settled.first_sent(one)}

    def _stop(self, one: Delivery) -> Row:
        """On the day of a later start the stop comes first, on the day of its own start it comes last."""
        temporary = one.reason == names.TEMPORARY
        rank = (4 if one.begin != one.end else 6) + (0 if temporary else 0.5)
        activity = "Tijdelijk gestopt" if temporary else "Gestopt"
        return self._row(one, activity, one.end, one.provider, rank=rank, reason=named(names.STOPPED, one.reason))

    def _row(
        self, one: Delivery, activity: str, day: date | None, resource: str, *, rank: float, **more: str | None
    ) -> Row:
        referrer = self._referrer(one) or self._referrers.get(one.allocation)
        return {
            "case": one.case,
            "activity": activity,
            "time": day,
            "resource": resource,
            "municipality": one.municipality,
            "provider": one.provider,
            "category": _category(one),
            "product": coded(one.product),
            "referrer": referrer,
            "allocation": one.allocation or None,
            "request": self._request(one, more.get("case") or one.case),
            "message": f"JW{one.number}",
            "registered": one.sent,
            "returned": self._settled.returned.get(one.message),
            "rank": str(rank),
            **more,
        }

    def _request(self, one: Delivery, case: str) -> str | None:
        """Of the youth too: a reference that two requests share would make one of them."""
        which = "|".join((*_asked(one), case))
        return keyed(self._key, which, "verzoek ") if one.reference else None

    def _referrer(self, one: Delivery) -> str | None:
        """Of a request itself; of an assignment or answer that of the request it follows."""
        request = self._requests.get(_asked(one)) if one.reference else None
        return named(names.REFERRERS, one.referrer or (request.referrer if request else ""))


def _asked(one: Delivery) -> Asked:
    return one.municipality, one.provider, one.reference


def _category(one: Delivery) -> str | None:
    return named(names.CATEGORIES, one.category)
