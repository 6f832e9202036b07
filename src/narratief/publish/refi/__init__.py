"""REFI-QDA, the exchange format of programs for qualitative research: .qdpx projects and .qdc codebooks."""

from narratief.publish.refi.check import Defect, check_qdpx
from narratief.publish.refi.read_codes import CodebookImport, read_qdc
from narratief.publish.refi.read_project import ProjectImport, read_qdpx
from narratief.publish.refi.write_codebook import write_qdc
from narratief.publish.refi.write_project import MOMENT, write_qdpx

__all__ = [
    "MOMENT",
    "CodebookImport",
    "Defect",
    "ProjectImport",
    "check_qdpx",
    "read_qdc",
    "read_qdpx",
    "write_qdc",
    "write_qdpx",
]
