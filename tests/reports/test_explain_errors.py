"""The errors of explain, as an application sees them."""

from __future__ import annotations

from reports.reporting import USERS, child, explain


def test_an_error_shows_what_an_application_sees():
    text = explain(USERS + child("invoices", "RESTRICT"))
    assert "  invoices.user_id → users  RESTRICT  invoices_fk, line 2\n    23503 (23001 on PostgreSQL 18): " in text


def test_blockers_are_never_counted_away():
    sql = USERS + "".join(child(f"t{n:02}", "RESTRICT") for n in range(40))
    text = explain(sql)
    assert text.count("BLOCKS") == 40
    assert "… 34 more; --full shows all" in text
