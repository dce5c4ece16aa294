"""The WhatsApp Cloud API channel: reading every item of a webhook, sending, files."""
