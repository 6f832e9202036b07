"""The database: projects, interviews, machine runs, people's decisions, accounts – on SQLite or PostgreSQL.

The machine is a coder of its own: its runs stay as they were (`coding.runs`), and what a person decides is added and
never changed (`decision_log`). What holds now is worked out from both by a pure function (`review.derive`).

How to use it: ``store = open_store()``, then ``with store.reading() as session:`` or ``with store.writing() as
session:`` (saved at its end, or not at all). What cannot be done is told by a `Refusal` in Dutch. Who works on one
project and asks for one thing at a time takes a `ProjectRepository`.

Here:

- `database`: open_store, Store. `migrate`: the schema brought up to date, by `migrations`; `upgrades`: after a backup,
  which is made above the store. `faults`: what a full disk, or a database that is away, means. `locks`: one process at
  a time works on a project.
- `project_repository`: ProjectRepository, for one project.
- `decision_log`: record, undo, undo_to, all_decisions, holding_decisions. `decision_codec`: how acts stand in columns,
  and back; `json_fields` reads them by type.
- `written`: which files were written of a project. `erase`, `redaction`: erasing for good, with every copy; what uses
  them to erase everywhere is `narratief.data_protection`.

In `schema`, the tables. In `coding`, what was read and coded:

- `projects`, `interviews`, `runs`; `search_index` and `stems`: what is found by a search.

In `review`, what people make of it:

- `decide`: decisions as screens make them (confirm, split, who is who, …). `derive`, `review_state`: an interview
  after review. `project_state`: all interviews of a project. `result`, `trust`: what synthesis and export take.
- `codebooks`, `memos` (quotes too), `turning_points`, `privacy_fixes`, `samples` (blind coding), `learning` (the
  tagger).
- `topic_edits`, `topic_runs`, `promotion`: clusters. `search`: fragments by words.
- `rereading`, `text_changes`: a text that changes, with all that points into it.

In `accounts`, who may do what:

- `people`, `access` (rights), `audit` (the log), `login`, `own_sessions`, `attempts` (guessing slowed down).
- `second_factor`, `pending_logins` (a password was given, a code is owed), `recovery_codes`, `weak_passwords`.

In `jobs`, work in the background: `queue`, and `alive`, which shows that long work goes on.
"""
