"""Whole conversations as plain text, and the stage on which they are played. See README.md."""
