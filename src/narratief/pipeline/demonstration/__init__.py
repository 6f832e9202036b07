"""A demonstration: the sample projects, evaluated and reviewed by half, with people to try the workspace as."""

from narratief.pipeline.demonstration.accounts import ACCOUNTS, Account
from narratief.pipeline.demonstration.home import DemoHome, sample_projects
from narratief.pipeline.demonstration.prepare import prepare

__all__ = ["ACCOUNTS", "Account", "DemoHome", "prepare", "sample_projects"]
