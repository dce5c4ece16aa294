"""Free text -> what it may mean: flows by name, how sure, how urgent."""

from conversations.understand.understanding import Understanding

__all__ = ["Understanding"]
