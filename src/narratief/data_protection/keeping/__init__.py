"""What is held on people: where, for how long, on whom, and how it goes for good.

- `places`: where originals and outcomes lie. `erase`: one interview or a whole project, everywhere.
- `destroy`: the key to the names alone. `retention`: what happens when the retention period is over.
- `person`: everything held on one person; `person_page`: the same as a page to hand over.
- `standing`: how it stands with a project's names, in Dutch, for reports and pages.
"""
