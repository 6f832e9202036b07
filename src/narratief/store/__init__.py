"""What is kept: projects, interviews, machine runs, people's decisions, accounts – on SQLite or PostgreSQL.

The machine is a coder of its own: its runs are kept as they were (`runs`), and a decision of a person is an event that
is only ever added (`decisions`). What holds now is worked out from both by a pure function (`current.derive`).

How to use it: ``store = open_store()``, then ``with store.reading() as session:`` or ``with store.writing() as
session:`` (kept at its end, or not at all). What cannot be done is told by a `Refusal` in Dutch.

- `database`: Store, open_store, database_url. `migrate`: upgrade.
- `projects`: new_project, change_facts, get_project, find_project, projects_of, facts_of, title_of, project_for.
- `interviews`: interviews_of, interview_row, load_interview.
- `project_repository`: ProjectRepository, for the flows and the command line.
- `states`: project_state, interview_state, current_codes: fragments, codes with status, orphaned decisions.
- `review`: decide (confirm, reject, change, add, later, adjudicate), split, merge, fix_speakers, swap_roles,
  accept_reading, accepted_readings, history. `decisions`: Who, undo, undo_to, last_id, meanwhile, record.
- `remarks`: write_memo, memos, choose_quote, quotes_of. `privacy_fixes`: hide_words, show_words, vault_of.
- `codebooks`: codebook_of, versions_of, change_codebook, use_version, preview.
- `result`: result_of, what synthesis and export take. `search`: search over fragments.
- `samples`: draw_sample, assign, items_of, code_blind, finish_assignment, compare.
- `learning`: examples, propose_tagger, accept_tagger, refuse_tagger, roll_back_tagger, tagger_in_use.
- `topic_journal`: StoredEditLog, save_topics, latest_topics.
- `jobs`: add_job, take_job, tell_progress, finish_job, fail_job, stop_job, retry_job, recover_jobs, jobs_of.
- `access`: may, Act, Role, Actor. `people`: add_person, change_person, set_password, actor_of, give_project, …
- `login`: log_in, start_session, session_of, end_session, first_administrator, become_administrator, make_link,
  open_link, choose_password. `audit`: note, audit_log. `erase`: erase_interview, erase_project, scrub.
- `written`: note_written, written_of. `traces`: redact_copies.
  What uses them to erase everywhere: `narratief.data_protection`.
"""
