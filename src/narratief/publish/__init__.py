"""Everything that leaves: reports, copy for Impuls, charts, open data, tables and REFI-QDA both ways."""
