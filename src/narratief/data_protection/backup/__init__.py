"""A copy of all that narratief keeps, in one file, and the way back.

- `parts`: which names there can be in a backup. `archive`: the file. `contents`: what belongs in it. `make` writes one.
- `restore` reads one: files by itself, the tables by `database`. `tables`: rows as lines of JSON, for PostgreSQL.
"""
