"""An officer's own work in chat: coming in, cases, decisions, teaching Peka."""
