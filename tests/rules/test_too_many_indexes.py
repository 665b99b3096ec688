"""Tables over the limit of indexes, and the list of those that are known."""

from __future__ import annotations

import pytest

from rule_runs import HOSTILE, found, quoted

RULE = "too-many-indexes"


def schema(number: int, table: str = "t") -> str:
    """Return a table with that many indexes: the primary key's, a constraint's, a partial one, more on expressions."""
    more = [f"ALTER TABLE {table} ADD UNIQUE (b);", f"CREATE INDEX ON {table} (a) WHERE a > 0;"]
    more += [f"CREATE INDEX ON {table} ((a + {n}));" for n in range(number)]
    return f"CREATE TABLE {table} (a int PRIMARY KEY, b int);\n" + "\n".join(more[: number - 1])


FIXED: list[str] = []


@pytest.mark.parametrize(
    ("number", "options", "findings"),
    [(15, "", 0), (16, "", 1), (3, "limit = 3", 0), (4, "limit = 3", 1), (1, "limit = 0", 1)],
)
def test_every_index_counts(number: int, options: str, findings: int) -> None:
    assert len(found(schema(number), RULE, options)) == findings


def test_the_message_says_how_many_there_are() -> None:
    (finding,) = found(schema(5), RULE, "limit = 4")
    assert finding.message == "t has 5 indexes, more than 4."
    assert finding.fix is None


@pytest.mark.parametrize(
    ("number", "known", "message"),
    [
        (5, "{ t = 5 }", None),
        (5, '{ "public.t" = 5 }', None),
        (6, "{ t = 5 }", "the table has 6 indexes now, not 5"),
        (5, "{ t = 6 }", "the table has 5 indexes now, not 6"),
        (4, "{ t = 5 }", "the table has 4 indexes now, not more than 4"),
        (4, "{ u = 5 }", "there is no such table"),
    ],
)
def test_a_known_table_is_accepted_with_its_very_number(number: int, known: str, message: str | None) -> None:
    findings = found(schema(number), RULE, f'severity = "error"\nstale = "info"\nlimit = 4\nknown = {known}')
    if message is None:
        assert findings == []
        return
    (finding,) = findings
    assert message in finding.message
    assert finding.severity.value == "info"


def test_partitions_count_by_themselves_and_tables_can_be_left_out() -> None:
    parts = "CREATE TABLE p (a int, b int) PARTITION BY LIST (a);\nCREATE TABLE p1 PARTITION OF p DEFAULT;\n"
    indexes = "CREATE INDEX ON p (a);\nCREATE INDEX ON p (b);\nCREATE INDEX ON p1 (a, b);"
    assert [str(finding.table) for finding in found(parts + indexes, RULE, "limit = 2")] == ["public.p1"]
    off = f'limit = 2\n[[rules.{RULE}.per-table]]\ntables = ["p?"]\nseverity = "off"'
    assert found(parts + indexes, RULE, off) == []
    higher = f'limit = 2\n[[rules.{RULE}.per-table]]\ntables = ["p1"]\nlimit = 3'
    assert found(parts + indexes, RULE, higher) == []


def test_a_hostile_name_can_be_known() -> None:
    sql = schema(3, quoted(HOSTILE))
    assert len(found(sql, RULE, "limit = 2")) == 1
    assert found(sql, RULE, f"limit = 2\nknown = {{ '{HOSTILE}' = 3 }}") == []
