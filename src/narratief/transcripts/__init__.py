"""From a transcript file to an `Interview`: who says what, in order."""
