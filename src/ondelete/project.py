"""The version and the address of the project; no other file contains them."""

from __future__ import annotations

VERSION = "0.1.0"

ADDRESS = ""
"""The address of the repository, without a slash at its end.

Empty until the project has one: a guessed address would send readers to whoever registers it.
"""


def address_of(path: str) -> str | None:
    """Return the address of a file, by its path in the repository; None while the project has no address."""
    return f"{ADDRESS}/blob/main/{path}" if ADDRESS else None
