"""Dutch language processing: the spaCy pipeline and the division of turns into fragments."""
