"""Free text -> what it may mean: a flow by name, most urgent and most likely first."""

from conversations.understand.reading import Understanding

__all__ = ["Understanding"]
