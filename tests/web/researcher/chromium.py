"""A real Chromium on a real server: Debian's, never one that is downloaded."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
RUN_AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: tags });
  const places = (each) => each.nodes.map((node) => node.target.join(" ")).slice(0, 5).join(" | ");
  return found.violations.map((each) => `${each.id}: ${places(each)} (${each.nodes[0].failureSummary})`);
}"""


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free port of this machine; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def violations(page) -> list[str]:
    """What axe-core finds wrong on a page."""
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN_AXE)


def too_wide(page) -> int:
    """By how many pixels a page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
