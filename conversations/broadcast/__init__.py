"""Telling many: written, shown, approved and steered in an officer's chat."""
