"""Without a language model nothing of it is loaded: not by commands, not by the workspace, not by its worker."""

from __future__ import annotations

import os
import subprocess
import sys

_ACT = """
import sys
from typer.testing import CliRunner
from narratief.cli.app import app

for command in ("run", "score", "second-look"):
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0
import narratief.web.app
from narratief.pipeline.job_kinds import job_kinds, model_job_kinds
from narratief.web.language_model import shown_model

assert job_kinds() and model_job_kinds()
assert shown_model() is None
print(sorted(name for name in sys.modules if name.startswith("narratief.language_model")))
"""


def test_nothing_of_it_is_loaded_without_a_setting() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NARRATIEF_LANGUAGE_MODEL")}
    done = subprocess.run([sys.executable, "-c", _ACT], capture_output=True, text=True, check=True, env=kept)
    assert done.stdout.strip() == "[]"
