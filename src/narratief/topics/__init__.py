"""Emergent themes: clusters of fragments that the codebook need not know."""
