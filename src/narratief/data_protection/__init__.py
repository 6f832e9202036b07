"""What is held on people: where, until when, on whom, and how it goes for good.

- `project_files`: where transcripts and what was made of them lie. `erasure`: one interview or a whole project.
- `vault_destruction`: the names alone. `retention`: what happens when the retention period is over; `retention_status`
  tells it in Dutch, for reports and pages.
- `subject_access`: everything held on one person; `subject_access_page`: the same as a page to hand over.
- `backup`: a copy of all that narratief keeps, and the way back.
"""
