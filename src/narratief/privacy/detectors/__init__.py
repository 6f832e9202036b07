"""Detectors of personal data: rules, name lists and the recogniser."""
