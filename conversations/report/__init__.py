"""Reporting aid that went to the wrong family, and what becomes of the report."""
