"""What a national roll-out takes, worked out from measured figures.

    uv run python benchmarks/processes.py --interviews 40 --out benchmarks/processes.json
    uv run python benchmarks/rollout.py benchmarks/processes.json --write docs/scale.md

Measured: seconds and bytes (the file). Assumed: everything in `Assumptions`; an option of the same name changes one.
With --write the part between the two marks in a page is replaced, so that no number there is typed by hand.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, fields
from pathlib import Path

START, END = "<!-- rollout: written by benchmarks/rollout.py -->", "<!-- end of rollout -->"


@dataclass(frozen=True)
class Assumptions:
    """What is not measured; amounts in euros without VAT."""

    municipalities: int = 342
    fragments: int = 10_000_000
    interviews_per_project: int = 25
    runs_per_interview: float = 3.0  # how often each is coded: new transcripts, a changed codebook, a learned tagger
    server_margin: float = 2.0  # PostgreSQL's rows, indexes and journal against a SQLite file
    copies: int = 3  # the store itself and two back-ups
    core_hour: float = 0.05  # a core with 4 GB of memory, rented in Europe by the hour
    gigabyte_month: float = 0.15
    server_month: float = 40.0  # 2 cores, 8 GB, always on: workspace, Prefect server and PostgreSQL of one municipality


@dataclass(frozen=True)
class Rollout:
    """The outcome, per year."""

    interviews: float
    projects: float
    seconds_per_fragment: float
    core_hours: float
    gigabytes: float
    per_municipality: dict[str, float]
    euros: dict[str, float]


def work_out(measured: dict, assumed: Assumptions) -> Rollout:
    """Work a roll-out out.

    Parameters
    ----------
    measured
        As benchmarks/processes.py writes: coding with one process counts, for a core costs the same beside another.
    """
    per_interview = measured["fragments_per_interview"]
    coding = measured["coding_seconds"]["1"] / measured["coded"] / per_interview
    reading = measured["reading_seconds"] / measured["read"] / per_interview
    interviews = assumed.fragments / per_interview
    core_hours = assumed.fragments * (reading + coding * assumed.runs_per_interview) / 3600
    stored = measured["store_bytes_per_fragment"] * assumed.server_margin * assumed.runs_per_interview
    gigabytes = assumed.fragments * stored / 1e9
    euros = {
        "cores": core_hours * assumed.core_hour,
        "storage": gigabytes * assumed.copies * assumed.gigabyte_month * 12,
        "servers": assumed.municipalities * assumed.server_month * 12,
    }
    each = {
        "interviews": interviews / assumed.municipalities,
        "core_hours": core_hours / assumed.municipalities,
        "gigabytes": gigabytes / assumed.municipalities,
        "euros": sum(euros.values()) / assumed.municipalities,
    }
    projects = interviews / assumed.interviews_per_project
    return Rollout(interviews, projects, reading + coding, core_hours, gigabytes, each, euros)


def as_markdown(rollout: Rollout, measured: dict, assumed: Assumptions) -> str:
    """Write the outcome as the tables of a page."""
    whole = ("all municipalities", "one, on average")
    each = rollout.per_municipality
    rows = [
        ("interviews", f"{rollout.interviews:,.0f}", f"{each['interviews']:,.0f}"),
        ("projects", f"{rollout.projects:,.0f}", f"{rollout.projects / assumed.municipalities:,.1f}"),
        ("core hours", f"{rollout.core_hours:,.0f}", f"{each['core_hours']:,.1f}"),
        ("database", f"{rollout.gigabytes:,.0f} GB", f"{each['gigabytes']:,.2f} GB"),
        ("cores, rented by the hour", f"€ {rollout.euros['cores']:,.0f}", ""),
        ("storage with back-ups", f"€ {rollout.euros['storage']:,.0f}", ""),
        ("a small server for each", f"€ {rollout.euros['servers']:,.0f}", ""),
        ("together", f"€ {sum(rollout.euros.values()):,.0f}", f"€ {each['euros']:,.0f}"),
    ]
    speedup = measured["coding_seconds"]["1"] / measured["coding_seconds"]["2"]
    lines = [
        (
            f"Measured input: **{rollout.seconds_per_fragment:.3f} core seconds per fragment** (read and coded once; "
            f"{measured['coded']} interviews of {measured['fragments_per_interview']:.0f} fragments; two processes "
            f"were {speedup:.2f} times as fast as one)."
        ),
        "",
        f"| per year | {whole[0]} | {whole[1]} |",
        "|---|---|---|",
        *(f"| {name} | {total} | {one} |" for name, total, one in rows),
        "",
        "Assumed: "
        + "; ".join(f"{f.name.replace('_', ' ')} {getattr(assumed, f.name):,}" for f in fields(assumed))
        + ".",
    ]
    return "\n".join(lines)


def main() -> None:
    """Read the figures, print the page's part, and put it in the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", type=Path)
    parser.add_argument("--write", type=Path)
    for field in fields(Assumptions):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    given = vars(parser.parse_args())
    measured, page = json.loads(given.pop("measured").read_text("utf-8")), given.pop("write")
    assumed = Assumptions(**given)
    text = as_markdown(work_out(measured, assumed), measured, assumed)
    print(text)
    if page:
        before, rest = page.read_text("utf-8").split(START)
        page.write_text(f"{before}{START}\n\n{text}\n\n{END}{rest.split(END)[1]}", "utf-8")


if __name__ == "__main__":
    main()
