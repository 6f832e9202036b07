"""Emergent themes: clusters of what residents tell, found by BERTopic, named in Dutch, and steered by a researcher."""
