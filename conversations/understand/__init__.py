"""Free text to a flow or an answer."""
