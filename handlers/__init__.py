"""The doors: one delivery, from raw bytes to a saved turn."""
