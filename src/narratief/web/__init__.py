"""The workspace in the browser: server-rendered pages in Dutch for the three users.

- `app`: create_app. `routes`: one module per part of the workspace, and the list of them.
- `deps`: what a route needs: store_of, current_actor, require, render, flash, wants_json, address_of, who_of.
- `pages`: the Jinja environment with its filters. `navigation`: the menu by role and the menu of a project.
- `security`: headers and the check that a request comes from our own pages. `sessions`: the login cookie.
- `problems`: what may go wrong in a request, and the pages that tell it.
- `worker`: background work in a thread of the server's process; `stages`: what it does, by the flow in
  `flows.workspace`.
"""
