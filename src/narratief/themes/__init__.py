"""Codebook themes on residents' words: encoder, tagger, training, scoring."""
