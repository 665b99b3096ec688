"""What was not understood is said, with its text and line."""

from __future__ import annotations

from rule_runs import by_default

PARENT = "CREATE TABLE p (id bigint PRIMARY KEY);\n"


def test_a_statement_that_was_not_read_is_a_finding_of_its_text() -> None:
    (finding,) = by_default(f"{PARENT}\nDO $$ BEGIN EXECUTE (SELECT now()::text); END $$;", "unread-statement")
    assert finding.location.line == 3
    assert finding.subject == "(SELECT now()::text)"
    assert finding.table is None
