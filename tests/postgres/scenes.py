"""Small hand-written schemas with rows: asked of every server, and of the simulator, which must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generated_cases import Case, Delete, qualified
from oracle import Observed, Workplace, predicted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server import Server

    from ondelete.deletion.simulation.row_store import Row

Value = "int | str | None"


def scene(ddl: str, rows: Mapping[str, Sequence[Sequence[Value]]]) -> Case:
    """Return DDL and rows as a case; a row lists the columns that are not generated, in order."""
    statements = [s.strip() for s in ddl.split(";") if s.strip()]
    tables = tuple(s for s in statements if not s.startswith("ALTER TABLE"))
    case = Case(tables, tuple(s for s in statements if s not in tables))
    filled = {table: [_row(case, table, values) for values in listed] for table, listed in rows.items()}
    return Case(case.tables, case.constraints, filled)


def _row(case: Case, table: str, values: Sequence[Value]) -> Row:
    columns = [c.name for c in case.catalog.tables[qualified(table)].columns if c.generation is None]
    return dict(zip(columns, values, strict=True))


class Asker:
    """Asks every server what a DELETE does; they must agree with each other, and the simulator with them."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self.workplaces = [Workplace(server) for server in servers]

    def __call__(
        self,
        ddl: str,
        rows: Mapping[str, Sequence[Sequence[Value]]],
        table: str,
        ids: Sequence[int] | None = (1,),
        *,
        simulate: bool = True,
        since: int = 15,
    ) -> Observed:
        """Return what ``DELETE FROM table WHERE id IN (ids)`` does; ``ids=None`` deletes every row.

        23001, which 18 says for RESTRICT, stands here as 23503, as the older servers say it.
        """
        case = scene(ddl, rows)
        delete = Delete(table, "id" if ids is not None else None, tuple(ids or ()))
        found = set()
        for workplace in self.workplaces:
            version = workplace.server.version
            if version < since:
                continue
            workplace.build(case)
            observed = workplace.observe(case, delete, commit=True)
            if simulate:
                assert predicted(case, delete, version) == observed, workplace.server
            found.add(str(observed).replace("23001", "23503"))
            last = observed
        assert len(found) == 1, found
        return Observed("23503", last.constraint, None, last.at_commit) if last.sqlstate == "23001" else last

    def close(self) -> None:
        for workplace in self.workplaces:
            workplace.close()


def rows_after(observed: Observed) -> Mapping[str, list[tuple[int | None, ...]]]:
    """Return the rows that are left; fails where the DELETE did."""
    assert observed.sqlstate is None, str(observed)
    return observed.rows
