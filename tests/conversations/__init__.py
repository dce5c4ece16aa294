"""Tests of the pure part: turns, readers, flows, understanding."""
