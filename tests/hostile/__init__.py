"""Two hostile platforms, a town of people and a process that is killed."""

PAIR_EVERY = 2.0
"""Seconds for each message to one person on WhatsApp; in life 6, and the test would wait long."""
