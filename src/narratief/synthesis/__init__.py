"""From codes to tables: what goes well and what can be better, per goal, per project and over projects."""

from narratief.synthesis.records import CodeRecord, code_records
from narratief.synthesis.synthesise import overall_synthesis, project_synthesis, residents_and_fragments
from narratief.synthesis.tables import OverallSynthesis, ProjectSynthesis
from narratief.synthesis.write import write_overall, write_project

__all__ = [
    "CodeRecord",
    "OverallSynthesis",
    "ProjectSynthesis",
    "code_records",
    "overall_synthesis",
    "project_synthesis",
    "residents_and_fragments",
    "write_overall",
    "write_project",
]
