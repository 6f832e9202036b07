"""How good the reading and the coding are, measured against a person's gold."""
