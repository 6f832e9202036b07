"""Language models: the spaCy pipeline, the encoder, the tagger, segmentation into fragments."""
