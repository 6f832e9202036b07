"""A language model on the municipality's own machine, as a second pair of eyes; optional, and off by default.

Nothing here is imported unless a server is set (`narratief.domain.settings`: language_model). What it says is never
believed as such: every answer is read against a schema and held against the residents' own words.

- `server`: where the model may be asked, and how. `client`: asking, with time limits.
- `prompts`: prompts as files with a version. `commands`: residents' words that look like orders to a machine.
- `replies`: reading what it answered. `checks`: what of it holds.
- `second_look`: codes by the model, blind to those of the machine coder.
- `question`: a question, answered by pointing at residents' words. `theme_hits`: first hits for a theme.
"""
