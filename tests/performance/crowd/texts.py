"""Sources and their texts, the codebook, and what was coded."""

from __future__ import annotations

from hashlib import sha256
from itertools import cycle
from typing import TYPE_CHECKING

from django.db.models import F, Max
from django.utils import timezone

from sluitend.apps.coding.models import Code, Coding, Fragment, Memo, QuoteRelease
from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Correction, Original, Source, SourceKind, SourceVersion, Upload, UploadState
from sluitend.work import vault

if TYPE_CHECKING:
    from tests.performance.crowd import Amounts

SENTENCE = "De gemeente draagt zorg voor een samenhangend aanbod van jeugdhulp in de regio. "  # 80 characters
CORRECTED = SENTENCE.replace("samenhangend", "toegankelijk")
FIRST_SHARE = 5  # one coding in so many is in S1, the rest is spread


def add(evaluation: Evaluation, user: User, amounts: Amounts) -> None:
    """Longer texts in S1 (released) and S3 (sealed); more sources, uploads, codes, codings and memos."""
    first = _lengthen(evaluation, 1, amounts.first_characters)
    _lengthen(evaluation, 3, amounts.first_characters)
    versions = _sources(evaluation, user, amounts)
    _uploads(evaluation, user, amounts.of_each)
    codes = _codes(evaluation, user, amounts.codes)
    fragments = _fragments(evaluation, user, [first, *versions], amounts.codings)
    Coding.objects.bulk_create(
        Coding(fragment=fragment, code=code, coder=user)
        for fragment, code in zip(fragments, cycle(codes), strict=False)
    )
    _memos(evaluation, user, fragments[:: 2 * FIRST_SHARE], codes)
    QuoteRelease.objects.bulk_create(QuoteRelease(fragment=one, released_by=user) for one in fragments[::3])


def _lengthen(evaluation: Evaluation, number: int, characters: int) -> SourceVersion:
    """Every version of a source, and what somebody wants to make of it: two long texts are compared. The text that is
    read now. The spans that are in it already keep their place.
    """
    versions = SourceVersion.objects.select_related("source").filter(
        source__evaluation=evaluation, source__number=number, destroyed_at=None
    )
    for version in versions:
        begin = version.text or seals.open_text(version.source, version.number, version.sealed_text or b"")
        _write(version, begin + _sentences(characters, corrected=version.number > 1))
        version.save()
        for one in Correction.objects.filter(version=version):
            one.sealed_text = seals.seal_correction(
                version.source, begin + _sentences(characters, corrected=True), None
            )
            one.save()
    return versions.order_by(F("released_at").desc(nulls_last=True), "-number")[0]


def _sentences(characters: int, *, corrected: bool) -> str:
    """One in twenty-five has another word once the text was corrected."""
    numbers = range(characters // len(SENTENCE))
    return "".join(CORRECTED if corrected and n % 25 == 0 else SENTENCE for n in numbers)


def _write(version: SourceVersion, text: str) -> None:
    version.length, version.text_sha256 = len(text), sha256(text.encode()).hexdigest()
    version.blocks = [
        [at, min(at + len(SENTENCE), len(text)) - 1, "paragraph", None, None]
        for at in range(0, len(text) - 1, len(SENTENCE))
    ]
    if version.released_at is None:
        version.sealed_text = seals.seal_text(version.source, version.number, text)
    else:
        version.text = text


def _sources(evaluation: Evaluation, user: User, amounts: Amounts) -> list[SourceVersion]:
    known = evaluation.sources.count()
    numbers = range(known + 1, known + 1 + amounts.sources)
    sources = Source.objects.bulk_create(_source(evaluation, user, number) for number in numbers)
    Original.objects.bulk_create(
        Original(
            source=source,
            sha256=f"{source.pk:064d}",
            size=amounts.characters,
            media_type="text/plain",
            sealed_filename=seals.seal_name("verslag (fictief).txt", bytes(source.wrapped_key)),
            path=f"originals/{source.pk}",
        )
        for source in sources
    )
    return SourceVersion.objects.bulk_create(_version(source, user, amounts.characters) for source in sources)


def _source(evaluation: Evaluation, user: User, number: int) -> Source:
    """Each speaks from another place: a list that asks for these one by one is found out."""
    kinds = [SourceKind.TRANSCRIPT, SourceKind.DOCUMENT, SourceKind.EXPERT_NOTE]
    kind = kinds[number % len(kinds)]
    evaluated = evaluation.evaluated_object.versions.all()
    return Source(
        evaluation=evaluation,
        number=number,
        title=f"Bron {number} (fictief)",
        kind=kind,
        is_public=kind == SourceKind.DOCUMENT,
        organisation=Organisation.objects.order_by("id")[number % Organisation.objects.count()],
        perspective=evaluation.perspectives.all()[number % evaluation.perspectives.count()],
        level=Level.values[number % len(Level.values)],
        place=evaluation.places.all()[number % evaluation.places.count()],
        phase=evaluation.phases.all()[number % evaluation.phases.count()],
        method=evaluation.methods.all()[number % evaluation.methods.count()],
        object_version=evaluated[number % len(evaluated)],
        wrapped_key=vault.new_wrapped_key(),
        created_by=user,
    )


def _version(source: Source, user: User, characters: int) -> SourceVersion:
    ground = "public_document" if source.is_public else "no_personal_data"
    version = SourceVersion(
        source=source,
        number=1,
        created_by=user,
        released_at=timezone.now(),
        released_by=user,
        release_ground=ground,
    )
    _write(version, SENTENCE * (characters // len(SENTENCE)))
    return version


def _uploads(evaluation: Evaluation, user: User, amount: int) -> None:
    """Refused ones, whose names their uploader still sees."""
    name_key = vault.new_wrapped_key()
    Upload.objects.bulk_create(
        Upload(
            evaluation=evaluation,
            state=UploadState.REFUSED,
            sha256=f"{n:064d}",
            size=0,
            sealed_filename=seals.seal_name(f"leeg {n} (fictief).txt", name_key),
            wrapped_name_key=name_key,
            refusal_code="formats.empty",
            uploaded_by=user,
            finished_at=timezone.now(),
        )
        for n in range(amount)
    )


def _codes(evaluation: Evaluation, user: User, amount: int) -> list[Code]:
    """The first of them (and the world's own) have the others under them."""
    known = evaluation.codes.count()
    tops = list(evaluation.codes.filter(parent=None)[:3])
    return Code.objects.bulk_create(
        Code(
            evaluation=evaluation,
            parent=tops[n % len(tops)] if n % 4 else None,
            name=f"Code {n} (fictief)",
            definition="Wanneer iemand zegt wie de regie heeft (fictief).",
            colour=n % 12 + 1,
            order=n,
            created_by=user,
        )
        for n in range(known, known + amount)
    )


def _fragments(evaluation: Evaluation, user: User, versions: list[SourceVersion], amount: int) -> list[Fragment]:
    """The first of the versions gets the greater share. Every span is another one, from all over the text."""
    known = evaluation.fragments.aggregate(last=Max("number"))["last"] or 0
    others = cycle(versions[1:])
    spread = (versions[0] if n % FIRST_SHARE == 0 else next(others) for n in range(amount))
    return Fragment.objects.bulk_create(
        _fragment(evaluation, user, number, version) for number, version in enumerate(spread, known + 1)
    )


def _fragment(evaluation: Evaluation, user: User, number: int, version: SourceVersion) -> Fragment:
    start = 100 + number * 37 % (version.length - 300)
    end = start + 10 + number % 173
    return Fragment(
        evaluation=evaluation,
        number=number,
        version=version,
        start=start,
        end=end,
        quote_sha256=sha256((version.text or "")[start:end].encode()).hexdigest(),
        created_by=user,
    )


def _memos(evaluation: Evaluation, user: User, fragments: list[Fragment], codes: list[Code]) -> None:
    first = evaluation.codes.earliest("id")
    abouts = [{"fragment": one} for one in fragments] + [{"code": one} for one in codes]
    abouts += [{"code": first} for _one in codes]
    Memo.objects.bulk_create(
        Memo(evaluation=evaluation, author=user, text="Een gedachte hierbij (fictief).", **about) for about in abouts
    )
