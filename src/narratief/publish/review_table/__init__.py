"""Reviewing without a browser: a table of suggestions out, decisions in."""

from narratief.publish.review_table.decisions import Taken, take_decisions
from narratief.publish.review_table.read import TableRow, read_review_table
from narratief.publish.review_table.rows import ReviewTable, review_table
from narratief.publish.review_table.write import write_review_table

__all__ = [
    "ReviewTable",
    "TableRow",
    "Taken",
    "read_review_table",
    "review_table",
    "take_decisions",
    "write_review_table",
]
