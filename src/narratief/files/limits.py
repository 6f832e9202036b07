"""How much of a file is read: the bounds on everything that comes from outside, each with its reason.

A talk of an hour is some 9,000 words: 50,000 characters, a few hundred turns, 1,500 cues. The bounds lie twenty times
above that or more, and low enough that the worst file keeps to seconds and to well under a gibibyte of memory.
docs/beheerder.md tells users the same figures.
"""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

MAX_BYTES = 50 * MEBIBYTE
"""Of a transcript file: documents may hold pictures; a talk itself is far smaller."""

MAX_TEXT_BYTES = 5 * MEBIBYTE
"""Of a file of plain text or subtitles, which has no pictures in it: a caption takes some 80 bytes."""

MAX_TRANSCRIPT_JSON, MAX_TRANSCRIPT_JSON_VALUES = 12 * MEBIBYTE, 2_000_000
"""Of a transcript in JSON, and values in it: a word with its times takes some 130 bytes and five values, so that ten
hours fit; smaller values take up to thirty times their length in memory."""

MAX_CHARACTERS = 1_000_000
"""Of the text of one transcript: twenty hours of talk, and the longest text that spaCy takes in one piece."""

MAX_LINES = 40_000
"""Lines (paragraphs) of one transcript: each costs a search for labels, also when it holds one letter."""

MAX_CUES = 30_000
"""Of one subtitle file: twelve hours with a new caption every second and a half."""

MAX_SPEAKERS = 100
"""In one transcript: beyond it the lines are a list or a chat log; who is the interviewer is compared pair by pair."""

MAX_SPACES = 200
"""White space in a row within a line; more is laid out by a program, and makes every search for spaces slow."""

MAX_RUNS = 2000
"""Stretches of one formatting within a line; beyond it formatting tells nothing and is left out."""

MAX_NESTING = 200
"""Elements within each other in XML: a table in a table in a content control needs some thirty."""

MAX_ELEMENTS = 500_000
"""Elements of one XML part: each takes up to 400 bytes of memory. A long talk in Word has some 50,000."""

MAX_ATTRIBUTES, MAX_ATTRIBUTES_OF_ONE = 4 * MAX_ELEMENTS, 1000
"""Attributes of one XML part and of one element. Elements of Word and OpenDocument have one to four, styles some forty;
two and a half million on one element took 12 seconds and 1.3 GB."""

MAX_TAG_BYTES = 4 * MEBIBYTE
"""Of one tag or comment in XML: Word keeps small pictures in an attribute (gfxdata) of some 100 kB."""

MAX_RTF_TOKENS = 500_000
"""Control words, braces and stretches of text in an rtf; some ten a second of talk, so that twelve hours fit."""

MAX_PAGES = 1000
"""Of a PDF: twenty hours of talk is some 400 pages."""

MAX_PAGE_BYTES = 8 * MEBIBYTE
"""Drawing instructions of all pages of a PDF together, unpacked: a page of text has some 10 kB."""

MAX_PAGE_OPERATIONS = 200_000
"""Drawing instructions that are carried out for one PDF; forms within forms repeat theirs."""

FORM_OPERATIONS = 100
"""What drawing one form (or picture) counts for: its fonts are looked up anew each time."""

MAX_PARTS, MAX_UNPACKED, MAX_PART, MAX_RATIO = 5000, 200 * MEBIBYTE, 60 * MEBIBYTE, 200
"""Of a zipped document: parts, size of all and of one when unpacked, and how far one may be packed."""

MAX_YAML_BYTES, MAX_YAML_NESTING, MAX_YAML_ALIASES, MAX_YAML_PAIRS = MEBIBYTE, 40, 100, 10_000
"""Of project.yaml, codebook.yaml and templates: a large codebook has 100 kB; merges (<<) can double with every line."""

MAX_JSON_BYTES = 100 * MEBIBYTE
"""Of a file of JSON lines, which may be a whole survey of answers."""

MAX_CODES = 10_000
"""Codes (themes) in a codebook: more than any codebook of people, and each is compared with all others."""

MAX_EXCHANGE_NESTING = 10_000
"""Elements within each other in an exchange file: codes may be nested at will; nothing there recurses."""

MAX_SOURCES = 5000
"""Documents in one exchange file."""

MAX_EXCHANGE_PARTS, MAX_EXCHANGE_BYTES, MAX_EXCHANGE_PART = 20_000, 1024 * MEBIBYTE, 60 * MEBIBYTE
"""Of an exchange file (.qdpx): parts, size (recordings may be in it, which are not read), and size of a part read."""

MAX_TABLE_ROWS, MAX_TABLE_CELLS = 100_000, 200
"""Of a review table that comes back: rows, and cells in one; a thousand interviews have some 30,000 suggestions, and
the table has fourteen columns."""
