"""Puts the parts together; the only folder that knows them all."""
