"""The workspace in the browser: server-rendered pages in Dutch for the three users.

A request passes the middleware of `security` and `body_limit` and the dependency `access_control`, then its route; the
route checks a permission (`deps.require`), asks `narratief.store` or `narratief.pipeline`, and renders a template.

- `app`: create_app. `state`: what the app holds while it runs.
- `routes`: one module per part of the workspace. `forms`: what their forms send. `query`: what filters send.
- `views`: what pages show, as plain values. `templates`, `static`: how they show it.
- `deps`: what routes need of a request. `pages`: the Jinja environment. `navigation`: the menus.
- `security`, `access_control`, `form_tokens`, `rate_limit`, `body_limit`, `safe_redirect`: protections.
- `sessions`, `login`, `single_sign_on`: who is logged in, and how.
- `problems`: what may go wrong in a request, and the response to it. `logs`: the server's log.

Background work is done by `narratief.pipeline.worker`, in a thread of the server's process.
"""
