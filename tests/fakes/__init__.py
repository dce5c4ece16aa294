"""Platforms of our own: they judge what Peka sends, and let a test act as a person."""
