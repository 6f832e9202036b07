"""The pictures of the site, made from a running demonstration, so that they show what is there.

    narratief demo --reset --no-browser | tee told.txt      # in one window; leave it running
    uv run python docs/tools/pictures.py told.txt           # in another; needs Chromium and pdftoppm

Look at each picture before it is committed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from narratief.pipeline.demonstration import DemoHome

PICTURES = Path(__file__).parents[1] / "beelden"
LARGEST = 150_000  # bytes: they are kept in the repository
RESEARCHER = "onderzoeker@demo.invalid"


def main(told: str) -> None:
    """Make all pictures from what `narratief demo` printed."""
    address = found(r"De werkplek staat op (http://\S+?)\.\s", told)
    password = found(rf"{re.escape(RESEARCHER)}\s+wachtwoord: (\S+)", told)
    home = DemoHome(Path(found(r"gemaakt in (\S+)\.\s", told)))
    with sync_playwright() as playwright:
        program = os.environ.get("NARRATIEF_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1120, "height": 760}, base_url=address, locale="nl-NL")
        log_in(page, password)
        screens(page)
        browser.close()
    publications(home)
    too_large = [path.name for path in PICTURES.iterdir() if path.stat().st_size > LARGEST]
    if too_large:
        sys.exit(f"larger than {LARGEST} bytes: {', '.join(too_large)}")


def found(pattern: str, told: str) -> str:
    """What the demonstration printed at one place."""
    match = re.search(pattern, told)
    if match is None:
        sys.exit(f"not in what the demonstration printed: {pattern} (start it with --reset)")
    return match[1]


def log_in(page: Page, password: str) -> None:
    """Log in as the researcher."""
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill(RESEARCHER)
    page.get_by_label("Wachtwoord").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projecten")


def screens(page: Page) -> None:
    """The screens of the tutorial."""
    shoot(page, "projecten")
    page.get_by_role("link", name="Vernieuwing Beekpark").first.click()
    shoot(page, "overzicht")
    page.get_by_role("link", name="Nakijken").first.click()
    shoot(page, "nakijken")
    page.goto("/projecten")
    page.get_by_role("link", name="Gebiedsproces Broekerveld").first.click()
    page.get_by_role("link", name="Uitkomsten").first.click()
    shoot(page, "synthese")


def shoot(page: Page, name: str) -> None:
    """Make a picture of what the page shows without scrolling."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def publications(home: DemoHome) -> None:
    """Pages of publications of the project that was reviewed whole."""
    environment = dict(os.environ)
    home.isolate(environment)
    folder = home.work / "projecten" / "gebiedsproces-broekerveld"
    with tempfile.TemporaryDirectory() as made:
        for name, picture in (("verslag-pdf", "verslag"), ("impuls-pdf", "impuls")):
            out = Path(made) / f"{picture}.pdf"
            export(folder, name, out, environment)
            draw = ["pdftoppm", "-png", "-r", "60", "-f", "1", "-l", "1", "-singlefile", str(out)]
            subprocess.run([*draw, str(PICTURES / picture)], check=True)


def export(folder: Path, name: str, out: Path, environment: dict[str, str]) -> None:
    """Let the program write one format."""
    command = [sys.executable, "-c", "from narratief.cli import main; main()", "export", str(folder)]
    subprocess.run([*command, "--format", name, "--out", str(out)], check=True, env=environment)


if __name__ == "__main__":
    main(Path(sys.argv[1]).read_text("utf-8"))
