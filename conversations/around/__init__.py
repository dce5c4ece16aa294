"""What stands around everything else: consent, menu, help, advice and short answers."""
