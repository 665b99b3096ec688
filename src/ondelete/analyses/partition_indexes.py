"""All indexes of a table: its own, and for a partition the copies of the partitioned indexes above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog, Index


def indexes_on(catalog: Catalog, table: QualifiedName) -> Sequence[Index]:
    """Return the indexes of a table.

    A dump lists the indexes of a partition one by one and attaches them. SQL written by hand does not: PostgreSQL makes
    a copy of each index of the table above. Such a copy is listed here under the name of that index, attached to it. If
    the partition already had an index of the same definition, that one is attached instead of a copy; one that came
    later stands beside the copy.
    """
    own = catalog.indexes_of.get(table, ())
    parents = catalog.partitioned_above(table)
    if not parents:
        return own
    there = {index.attached_to for index in own}
    copies = [
        msgspec.structs.replace(above, table=table, attached_to=QualifiedName(above.table.schema, above.name))
        for above in indexes_on(catalog, parents[0])
        if above.valid
    ]
    return [*own, *(copy for copy in copies if copy.attached_to not in there)]
