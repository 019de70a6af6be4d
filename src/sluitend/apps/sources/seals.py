"""What is sealed with which key: a source has one key for its original, texts, title and file name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from django.utils.translation import gettext as _

from sluitend.apps.design.models import Evaluation
from sluitend.apps.sources import store
from sluitend.apps.sources.models import Source, Speaker, Upload
from sluitend.formats import sealed
from sluitend.work import vault

# The content of a file keeps its context when it goes from quarantine to the originals: it is the same sealed file.
FILE = b"sluitend source file"
_TITLE = b"sluitend source title"
_FORMS = b"sluitend forms of a listed name"
_NAME = b"sluitend source file name"
_LABEL = b"sluitend label of a speaker"
_CORRECTION = b"sluitend source correction"


def seal_text(source: Source, number: int, text: str) -> bytes:
    """A version's text, bound to its number."""
    return sealed.seal_bytes(text.encode(), vault.unwrap(source.wrapped_key), _text_context(number))


def open_text(source: Source, number: int, blob: bytes | memoryview) -> str:
    """The inverse of ``seal_text``. Raises sealed.SealBroken."""
    return sealed.open_bytes(bytes(blob), vault.unwrap(source.wrapped_key), _text_context(number)).decode()


def seal_correction(source: Source, text: str, labels: Sequence[str] | None) -> bytes:
    """What somebody wants to make of a text, and the labels of who speaks in it when it was read anew."""
    blob = json.dumps([text, labels]).encode()
    return sealed.seal_bytes(blob, vault.unwrap(source.wrapped_key), _CORRECTION)


def open_correction(source: Source, blob: bytes | memoryview) -> tuple[str, list[str] | None]:
    """The inverse of ``seal_correction``. Raises sealed.SealBroken."""
    text, labels = json.loads(sealed.open_bytes(bytes(blob), vault.unwrap(source.wrapped_key), _CORRECTION))
    return text, labels


def seal_title(source: Source, title: str) -> bytes:
    return sealed.seal_bytes(title.encode(), vault.unwrap(source.wrapped_key), _TITLE)


def title_of(source: Source) -> str:
    """The title, also of a source whose title is still sealed: for the team only."""
    if source.withdrawn_at is not None:
        return _("withdrawn")
    if source.sealed_title is None:
        return source.title
    return sealed.open_bytes(bytes(source.sealed_title), vault.unwrap(source.wrapped_key), _TITLE).decode()


def seal_label(source: Source, label: str) -> bytes:
    return label_sealer(source)(label)


def label_sealer(source: Source) -> Callable[[str], bytes]:
    """The same for many labels: the key is opened once."""
    key = vault.unwrap(source.wrapped_key)
    return lambda label: sealed.seal_bytes(label.encode(), key, _LABEL)


def label_of(speaker: Speaker, source: Source) -> str:
    """The label, also of a speaker in a text that was not released yet: for the team only."""
    return label_opener(source)(speaker) if speaker.sealed_label is not None else speaker.label


def label_opener(source: Source) -> Callable[[Speaker], str]:
    """The same for many speakers of one source: the key is opened once."""
    key = vault.unwrap(source.wrapped_key)

    def opened(speaker: Speaker) -> str:
        if speaker.sealed_label is None:
            return speaker.label
        return sealed.open_bytes(bytes(speaker.sealed_label), key, _LABEL).decode()

    return opened


def seal_forms(evaluation: Evaluation, forms: Sequence[str]) -> bytes:
    """The forms of a listed name, with the evaluation's key."""
    return sealed.seal_bytes(json.dumps(list(forms)).encode(), vault.unwrap(evaluation.wrapped_key), _FORMS)


def open_forms(evaluation: Evaluation, blob: bytes | memoryview) -> list[str]:
    """The inverse of ``seal_forms``. Raises sealed.SealBroken."""
    forms: list[str] = json.loads(sealed.open_bytes(bytes(blob), vault.unwrap(evaluation.wrapped_key), _FORMS))
    return forms


@contextmanager
def plain_copy(path: str, wrapped_key: bytes, filename: str) -> Iterator[Path]:
    """A readable copy of a sealed file while it is parsed. Raises sealed.SealBroken."""
    with store.plain_file(PurePath(filename).suffix[:10]) as place:
        with store.full(path).open("rb") as file, place.open("wb") as plain:
            plain.writelines(sealed.open_file(file, vault.unwrap(wrapped_key), FILE))
        yield place


def seal_name(name: str, wrapped_key: bytes) -> bytes:
    """A file name, with a source's key or with an upload's key for its name."""
    return sealed.seal_bytes(name.encode(), vault.unwrap(wrapped_key), _NAME)


def open_name(blob: bytes | memoryview, wrapped_key: bytes | memoryview) -> str:
    """The inverse of ``seal_name``."""
    return sealed.open_bytes(bytes(blob), vault.unwrap(wrapped_key), _NAME).decode()


def name_of(upload: Upload) -> str:
    """The file name of an upload; empty once it was cleared or taken over by its source."""
    if upload.sealed_filename is None or upload.wrapped_name_key is None:
        return ""
    return open_name(upload.sealed_filename, upload.wrapped_name_key)


def _text_context(number: int) -> bytes:
    return b"sluitend source text, version %d" % number
