"""From codes to tables: what goes well and what can be better, per goal, per project and over projects."""
