"""The chapters of a report; each function gives the blocks of one chapter."""
