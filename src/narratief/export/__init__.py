"""Findings in the formats that others use."""
