"""Talking with an officer: what it is about, what goes along, and the words in between."""
