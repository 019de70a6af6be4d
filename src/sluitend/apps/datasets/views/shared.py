"""What the views of this room share."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets import queries
from sluitend.apps.datasets.models import Dataset, DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web.registry import Text

Crumbs = list[tuple[Text, str]]


def user_of(request: HttpRequest) -> User:
    """The user who is logged in: every view here is private."""
    return cast(User, request.user)


def opened(request: HttpRequest, evaluation_id: int, number: int, action: Action) -> tuple[Evaluation, Dataset]:
    """The evaluation and its dataset. Raises NotFound, NotAllowed."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action=action)
    return evaluation, queries.dataset_for(user, evaluation, number)


def opened_version(
    request: HttpRequest, evaluation_id: int, number: int, version: int, action: Action
) -> tuple[Evaluation, DatasetVersion]:
    """The evaluation and one delivery of a dataset. Raises NotFound, NotAllowed."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action=action)
    return evaluation, queries.version_for(user, evaluation, number, version)


def crumbs(evaluation: Evaluation, here: Text, dataset: Dataset | None = None) -> Crumbs:
    """The way to this page: the list, the dataset that it is about, the page itself."""
    way: Crumbs = [(_("Datasets"), reverse("datasets:list", args=[evaluation.pk]))]
    if dataset is not None:
        way.append((str(dataset), reverse("datasets:dataset", args=[evaluation.pk, dataset.number])))
    return [*way, (here, "")]
