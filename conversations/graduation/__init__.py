"""Graduasi mandiri: leaving a programme, from the family and from the officers."""
