"""Writes. Everything that changes a file's state goes through `move`."""

from applications.services.gate import move

__all__ = ["move"]
