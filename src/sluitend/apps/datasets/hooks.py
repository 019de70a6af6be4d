"""What lower rooms tell this one, registered in their ``AppConfig.ready()``; nothing here when they are absent."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.web.registry import Reference

# The data of this version are about to be destroyed, in the same transaction (nobody acts when its date has passed):
# what was computed from them and shows them goes too. The row stays, with its number and hashes.
removed: list[Callable[[User | None, DatasetVersion], None]] = []

# (user, evaluation, number of the dataset) -> what rests on it, for walking the chain downwards.
rests_on: list[Callable[[User, Evaluation, str], Iterable[Reference]]] = []

# (evaluation id) -> ids of the users who analysed its data: they do not hold the key by which people stay unknown.
analysts: list[Callable[[int], set[int]]] = []
