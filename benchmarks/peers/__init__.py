"""The same webhook and the same report, as one would write them with other means."""
