"""The admin webhook: what the office's own systems tell Peka."""
