"""A sheet with attributes of residents: read, planned against a project, and only then taken over."""

from narratief.publish.attribute_sheet.plan import AttributePlan, apply_sheet, plan_sheet
from narratief.publish.attribute_sheet.read import AttributeSheet, read_attribute_sheet

__all__ = ["AttributePlan", "AttributeSheet", "apply_sheet", "plan_sheet", "read_attribute_sheet"]
