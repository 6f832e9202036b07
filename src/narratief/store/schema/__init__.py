"""The tables, one module per area; importing this package makes `Base.metadata` complete."""

from narratief.store.schema.attributes import AttributeRow
from narratief.store.schema.base import Base
from narratief.store.schema.coding import CurrentRun, FragmentRow, MachineCode, MachineRun, SearchEntry
from narratief.store.schema.installation import InstallationFact
from narratief.store.schema.jobs import Job
from narratief.store.schema.learning import TaggerVersion
from narratief.store.schema.model_answers import ModelAnswer, SecondCode
from narratief.store.schema.people import (
    AuditEntry,
    LoginAttempt,
    Membership,
    OneTimeLink,
    PendingLogin,
    Person,
    RecoveryCode,
    SecondFactor,
    WebSession,
)
from narratief.store.schema.projects import CodebookVersion, InterviewRow, ProjectRow, TurnRow
from narratief.store.schema.review import Assignment, BlindCode, DecisionRow, Sample, SampleItem
from narratief.store.schema.saved_views import SavedViewRow
from narratief.store.schema.topics import ClusterMember, ClusterRow, TopicEditRow, TopicRun
from narratief.store.schema.written import WrittenFile

__all__ = [
    "Assignment",
    "AttributeRow",
    "AuditEntry",
    "Base",
    "BlindCode",
    "ClusterMember",
    "ClusterRow",
    "CodebookVersion",
    "CurrentRun",
    "DecisionRow",
    "FragmentRow",
    "InstallationFact",
    "InterviewRow",
    "Job",
    "LoginAttempt",
    "MachineCode",
    "MachineRun",
    "Membership",
    "ModelAnswer",
    "OneTimeLink",
    "PendingLogin",
    "Person",
    "ProjectRow",
    "RecoveryCode",
    "Sample",
    "SampleItem",
    "SavedViewRow",
    "SearchEntry",
    "SecondCode",
    "SecondFactor",
    "TaggerVersion",
    "TopicEditRow",
    "TopicRun",
    "TurnRow",
    "WebSession",
    "WrittenFile",
]
