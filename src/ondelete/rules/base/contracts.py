"""What the rules about contracts share: each complaint once, and the one about a contract that matches no table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.declarations import ALONE
from ondelete.rules.base.complaint import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ondelete.catalog import QualifiedName, Table
    from ondelete.declarations import Contract, Neighbours


def each_once(complaints: Iterable[Complaint]) -> Iterator[Complaint]:
    """Yield the first complaint on each subject: two contracts can be about the same table."""
    seen: set[str] = set()
    for complaint in complaints:
        if complaint.subject not in seen:
            seen.add(complaint.subject)
            yield complaint


def no_such_tables(contract: Contract, others: Neighbours) -> Iterator[Complaint]:
    """Yield the complaint about a contract whose tables neither the schema nor one of the ``others`` has."""
    listed = ", ".join(contract.tables.listed)
    if any(is_elsewhere(entry, others) for entry in contract.tables.listed):
        return
    message = f"A contract is about {listed or 'no table'}, but no table of the schema matches."
    yield Complaint(message, f"contract {listed}", contract.location, grade="stale")


def whose(tables: Sequence[Table], others: Neighbours) -> QualifiedName | None:
    """Return a table of the schema that a contract is about, if there are other databases that it could be about."""
    return tables[0].name if tables and others is not ALONE else None


def is_elsewhere(entry: str, others: Neighbours) -> bool:
    """Whether an entry of a contract names tables of another database, as far as anybody can know."""
    return bool(others.matching(entry)) or others.is_unread(entry)
