"""Make the pictures of the user guide again, from fresh fictitious examples: `python docs/make_pictures.py [NAME…]`.

Needs Chromium, Playwright (`make test` installs it) and, as a tool only, Pillow to keep the files small.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from pictures import PICTURES, PORT
from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1366, "height": 900}
COLOURS = 256  # chosen for coverage, so that a small red sign stays red
MOST_BYTES = 149_999  # as tests/frame/test_guide.py has it
OF_ANOTHER_INSTALLATION = {"SLUITEND_KEYS", "DATABASE_URL"}  # its key would not fit these fresh data
MARGIN = 16  # pixels around a part of a page


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
