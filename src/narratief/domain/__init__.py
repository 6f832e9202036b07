"""What everybody talks about: interviews, fragments, codes, codebook, project, decisions, errors, settings."""
