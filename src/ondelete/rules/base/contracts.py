"""What the rules about contracts share: each complaint once, and the one about a contract that matches no table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base.complaint import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.declarations import Contract


def each_once(complaints: Iterable[Complaint]) -> Iterator[Complaint]:
    """Yield the first complaint on each subject: two contracts can be about the same table."""
    seen: set[str] = set()
    for complaint in complaints:
        if complaint.subject not in seen:
            seen.add(complaint.subject)
            yield complaint


def no_such_tables(contract: Contract) -> Complaint:
    """Return the complaint about a contract whose tables the schema does not have."""
    listed = ", ".join(contract.tables.listed)
    message = f"A contract is about {listed or 'no table'}, but no table of the schema matches."
    return Complaint(message, f"contract {listed}", contract.location, grade="stale")
