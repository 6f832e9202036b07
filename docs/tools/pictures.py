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
import zipfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from narratief.pipeline.demonstration import DemoHome

PICTURES = Path(__file__).parents[1] / "beelden"
LARGEST = 150_000  # bytes: they are kept in the repository
OPEN_DATA_LINES = 6
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
        publications(home, browser)
        browser.close()
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


def publications(home: DemoHome, browser: Browser) -> None:
    """Pages of every publication, of the project that was reviewed whole; and of the overview of all of them."""
    environment = dict(os.environ)
    home.isolate(environment)
    folder = home.work / "projecten" / "gebiedsproces-broekerveld"
    with tempfile.TemporaryDirectory() as made:
        out = Path(made)
        export(folder, "verslag-pdf", out / "verslag.pdf", environment)
        export(folder, "impuls-pdf", out / "impuls.pdf", environment)
        export(folder, "verslag-html", out / "verslag.html", environment)
        export(folder, "grafieken", out / "grafieken.zip", environment)
        export(folder, "open-data", out / "open-data.zip", environment)
        for name, page in (("verslag", 1), ("verslag", 3), ("impuls", 1)):
            draw(out / f"{name}.pdf", page, PICTURES / (name if page == 1 else f"{name}-{page}"))
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        for source, picture in ((out / "verslag.html", "verslag-html"), (overview_of(home), "overzicht-alle")):
            page.goto(source.as_uri())
            page.screenshot(path=PICTURES / f"{picture}.png")
        with zipfile.ZipFile(out / "grafieken.zip") as archive:
            drawings = [name for name in sorted(archive.namelist()) if name.endswith(".svg")]
            for number, drawing in enumerate(drawings, 1):
                (PICTURES / f"grafiek-{number}.svg").write_bytes(archive.read(drawing))
        with zipfile.ZipFile(out / "open-data.zip") as archive:
            lines = archive.read("tellingen.csv").decode("utf-8-sig").splitlines()[:OPEN_DATA_LINES]
            (PICTURES / "open-data.csv").write_text("\n".join(lines) + "\n", "utf-8")


def draw(document: Path, page: int, picture: Path) -> None:
    """Draw one page of a PDF."""
    program = shutil.which("pdftoppm") or "pdftoppm"
    pages = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run([program, "-png", "-r", "60", *pages, str(document), str(picture)], check=True)


def overview_of(home: DemoHome) -> Path:
    """The page with the overview of all projects, as the demonstration wrote it."""
    return next(iter(sorted(home.root.rglob("overzicht.html"))))


def export(folder: Path, name: str, out: Path, environment: dict[str, str]) -> None:
    """Let the program write one format."""
    command = [sys.executable, "-c", "from narratief.cli import main; main()", "export", str(folder)]
    subprocess.run([*command, "--format", name, "--out", str(out)], check=True, env=environment)


if __name__ == "__main__":
    main(Path(sys.argv[1]).read_text("utf-8"))
