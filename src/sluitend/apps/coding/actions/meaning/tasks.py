"""Work apart from the request, and what happens to vectors and suggestions when a text changes above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sluitend.apps.coding.actions.meaning import keeping
from sluitend.apps.coding.actions.suggestions import deciding, learning
from sluitend.apps.coding.models import Learning, Suggestion, SuggestionDecision
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources import hooks as source_hooks
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.work import chores, runs
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run

if TYPE_CHECKING:
    from sluitend.apps.sources.aligning import Aligner


@handler(keeping.READ, priority=keeping.PRIORITY)
def read_meaning(run: Run, progress: Progress) -> None:
    """Make vectors for a while; what is left goes behind all other work that waits."""
    assert run.evaluation_id is not None
    if not keeping.read_on(run.evaluation_id, lambda done, of: progress(100 * done // of)):
        runs.start(keeping.READ, {}, evaluation_id=run.evaluation_id, requested_by_id=run.requested_by_id)


@handler(learning.LEARN, priority=learning.PRIORITY)
def learn_suggestions(run: Run, progress: Progress) -> None:
    """Learn from what people coded, and suggest."""
    assert run.evaluation_id is not None
    learning.learn(run.evaluation_id, progress, run_id=run.pk)


def text_published(actor: User, before: SourceVersion, version: SourceVersion, aligner: Aligner) -> None:
    """For ``sources.hooks.version_published``: the older words, in which a name may have been left, go at once; what
    people said of suggestions goes along.
    """
    deciding.take_along(before, version, aligner)
    keeping.forget([before.pk])


def turned_confidential(actor: User, source: Source) -> None:
    """For ``sources.hooks.turned_confidential``."""
    keeping.forget(list(source.versions.values_list("pk", flat=True)))


def text_destroyed(version: SourceVersion) -> None:
    """For ``sources.hooks.version_destroyed``: refusals go too; what was accepted is a coding, which has moved."""
    keeping.forget([version.pk])
    SuggestionDecision.objects.filter(version=version, accepted=False).delete()


def words_withdrawn(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: vectors and suggestions of these texts go as a whole, what others said comes
    back by itself. Nothing that was learned from the words is left: what else was suggested goes too, until somebody
    has the computer learn again.
    """
    texts = list(destruction.texts)
    if not texts:
        return
    destruction.note("coding.vectors", count=keeping.forget(texts))
    SuggestionDecision.objects.filter(version__in=texts, accepted=False).delete()
    _unlearn(destruction.evaluation_id)


def removed(actor: User | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.removed``: vectors of a source went with its rows; what was learned from it goes too."""
    _unlearn(destruction.evaluation_id)


def _unlearn(evaluation_id: int) -> None:
    Suggestion.objects.filter(evaluation=evaluation_id).delete()
    Learning.objects.filter(evaluation=evaluation_id).delete()


def register() -> None:
    """Called once, from AppConfig.ready(); the handlers above are known by then."""
    chores.regular.append(keeping.ask_when_behind)
    source_hooks.version_published.append(text_published)
    source_hooks.turned_confidential.append(turned_confidential)
    source_hooks.version_destroyed.append(text_destroyed)
    fieldwork_hooks.withdrawn.append(words_withdrawn)
    fieldwork_hooks.removed.append(removed)
