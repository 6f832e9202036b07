"""The main job in steps: take transcripts in, analyse them, collect a project's result, report what went wrong."""
