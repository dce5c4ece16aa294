"""One's own family: the proof, the status in plain words, who else is linked, the schedule."""
