"""Imports from other programs (.qdpx, .qdc): recorded in the store as decisions, which can be undone."""

from narratief.publish.exchange.importing import apply_plan, import_codebook, import_codes
from narratief.publish.exchange.outcome import ImportOutcome
from narratief.publish.exchange.plan import ImportPlan, plan_codebook, plan_codes, plan_new_project

__all__ = [
    "ImportOutcome",
    "ImportPlan",
    "apply_plan",
    "import_codebook",
    "import_codes",
    "plan_codebook",
    "plan_codes",
    "plan_new_project",
]
