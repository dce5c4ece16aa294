"""Free text -> what it may mean: flows by name, how sure, how urgent."""

from conversations.understand.rules import Understanding

__all__ = ["Understanding"]
