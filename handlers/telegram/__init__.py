"""The Telegram channel: reading updates, sending replies, long polling."""
