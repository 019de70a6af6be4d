"""Make the pictures of the user guide again, from fresh fictitious examples: `python docs/make_pictures.py [NAME…]`.

Needs Chromium, Playwright (`make test` installs it) and, as a tool only, Pillow to keep the files small.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PORT = 8456
SIZE = {"width": 1366, "height": 900}
COLOURS = 256  # chosen for coverage, so that a small red sign stays red
MOST_BYTES = 200_000
OF_ANOTHER_INSTALLATION = {"SLUITEND_KEYS", "DATABASE_URL"}  # its key would not fit these fresh data
MARGIN = 16  # pixels around a part of a page
EVALUATION = f"http://127.0.0.1:{PORT}/evaluaties/1/"  # the interim state
FINAL = f"http://127.0.0.1:{PORT}/evaluaties/2/"  # the final measurement, which is richer
FILES = [  # one is taken in, the others are refused, each for another reason
    {"name": "nieuwsbericht (fictief).txt", "mimeType": "text/plain", "buffer": b"De pilot begint (fictief).\n"},
    {"name": "notulen.docx", "mimeType": "text/plain", "buffer": b"Geen Word, maar gewone tekst.\n"},
    {"name": "leeg.txt", "mimeType": "text/plain", "buffer": b""},
]
Picture = Callable[[Page], Page | Locator]


def overview(page: Page) -> Page:
    page.goto(FINAL)
    page.wait_for_load_state("networkidle")  # errors and coverage come after the page
    return page


def templates(page: Page) -> Page:
    page.goto(EVALUATION.replace("/1/", "/beginnen/"))
    return page


def members(page: Page) -> Locator:
    page.goto(f"{EVALUATION}leden/")
    return page.locator("main")


def setup(page: Page) -> Page:
    page.goto(f"{EVALUATION}opzet/")
    return page


def matrix(page: Page) -> Page:
    page.goto(f"{EVALUATION}opzet/matrix/")
    return page


def release(page: Page) -> Locator:
    page.goto(f"{EVALUATION}bronnen/7/vrijgeven/")
    return page.locator("main")


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


def speakers(page: Page) -> Page:
    page.goto(f"{FINAL}bronnen/4/sprekers/")
    return page


def gate(page: Page) -> Page:
    page.goto(f"{FINAL}veldwerk/startvoorwaarden/")
    return page


def respondents(page: Page) -> Page:
    page.goto(f"{FINAL}veldwerk/")
    return page


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


def findings(page: Page) -> Page:
    page.goto(f"{EVALUATION}bevindingen/")
    return page


def finding(page: Page) -> Page:
    page.goto(f"{EVALUATION}bevindingen/1/")
    return page


def conclusion(page: Page) -> Page:
    page.goto(f"{EVALUATION}conclusies/V1.3/")
    return page


def reference(page: Page) -> Locator:
    page.goto(f"{EVALUATION}rapport/hoofdstukken/2/")
    page.locator("textarea").first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Zie /")
    page.keyboard.type("overdracht")
    page.get_by_role("option").first.wait_for()
    return page.locator("dialog[open]")


def build(page: Page) -> Locator:
    page.goto(f"{EVALUATION}rapport/bouwen/public/")
    return page.locator("main")


def checks(page: Page) -> Page:
    page.goto(f"{EVALUATION}controle/")
    return page


def chain(page: Page) -> Page:
    page.goto(f"{FINAL}rapport/bewijs/B10/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    return page


def coverage(page: Page) -> Page:
    page.goto(f"{FINAL}dekking/")
    return page


PICTURES: dict[str, Picture] = {
    "samenvatting": overview,
    "sjablonen": templates,
    "leden": members,
    "opzet": setup,
    "matrix": matrix,
    "vrijgeven": release,
    "namen": names,
    "sprekers": speakers,
    "startvoorwaarden": gate,
    "respondenten": respondents,
    "coderen": workbench,
    "bewijs": evidence,
    "bevindingen": findings,
    "bevinding": finding,
    "conclusie": conclusion,
    "verwijzing": reference,
    "bewijsketen": chain,
    "dekking": coverage,
    "bouwen": build,
    "controle": checks,
    "ontvangen": uploads,  # last: it changes the evaluation
}


def main(names: list[str]) -> None:
    """Make the named pictures, or all."""
    with served() as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, locale="nl-NL")
        page.goto(link)
        page.get_by_role("button", name=re.compile("^Inloggen als")).click()
        page.wait_for_url("**/")
        for name in names or PICTURES:
            save(name, PICTURES[name](page))
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """A fresh example in a folder of its own, served; gives the login link."""
    with tempfile.TemporaryDirectory(prefix="sluitend-pictures-") as folder:
        kept = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_INSTALLATION}
        environment = {**kept, "SLUITEND_DATA": f"{folder}/data"}
        command = [sys.executable, "-m", "sluitend.cli"]
        subprocess.run([*command, "demo"], env=environment, check=True)
        server = subprocess.Popen(
            [*command, "serve", "--port", str(PORT)], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            yield login_link(server.stdout or ())
        finally:
            server.terminate()
            server.wait()


def login_link(lines: Iterable[str]) -> str:
    """What the server prints when its pages answer; it says itself why when it stops before that."""
    for line in lines:
        if found := re.search(r"http\S+/inloglink/\S+", line):
            return found[0]
    raise SystemExit(f"The server stopped before it gave a login link: does another one use port {PORT}?")


def shot(what: Page | Locator) -> bytes:
    """The visible page; or a part of the page, however long, with a margin."""
    if isinstance(what, Page):
        return what.screenshot(animations="disabled")
    page = what.page
    page.evaluate("scrollTo(0, 0)")
    box = what.bounding_box()
    assert box is not None, "what is pictured must be visible"
    return page.screenshot(
        animations="disabled",
        full_page=what.get_attribute("open") is None,  # a dialog stays where it is
        clip={
            "x": box["x"] - MARGIN,
            "y": box["y"] - MARGIN,
            "width": box["width"] + 2 * MARGIN,
            "height": box["height"] + 2 * MARGIN,
        },
    )


def save(name: str, what: Page | Locator) -> None:
    """Take the picture, with few colours."""
    from PIL import Image  # a tool of this script, no dependency of the product

    picture = Image.open(BytesIO(shot(what))).convert("RGB")
    path = IMAGES / f"{name}.png"
    picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES} bytes: picture less of the page.")


if __name__ == "__main__":
    main(sys.argv[1:])
