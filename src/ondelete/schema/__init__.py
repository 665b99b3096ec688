"""A schema that has been read: what it answers about deletes, and what is found and compared."""

from ondelete.schema.schema import Schema

__all__ = ["Schema"]
