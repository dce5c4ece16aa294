"""Dangers: how they are heard, what is said to somebody in one, and the way to a human."""
