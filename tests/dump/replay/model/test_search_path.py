"""The search path that a user of the schema has."""

from __future__ import annotations

import pytest

from helpers import catalog_of


@pytest.mark.parametrize(
    ("sql", "path"),
    [
        ("", ("public",)),
        ("SELECT pg_catalog.set_config('search_path', '', false);", ("public",)),
        ("SET search_path = ''; SET search_path TO \"$user\", public;", ("public",)),
        ("SET search_path = app, public;", ("app", "public")),
        ("SET search_path = app, pg_catalog;", ("public",)),
        ("SELECT set_config('search_path', '\"A b\", c', false);", ("A b", "c")),
        (
            "ALTER DATABASE d SET search_path TO app, public; SELECT pg_catalog.set_config('search_path', '', false);",
            ("app", "public"),
        ),
        ("SET search_path = app; RESET search_path;", ("public",)),
        ("SET SCHEMA 'app';", ("app",)),
        ("SET LOCAL search_path = app; RESET ALL;", ("public",)),
    ],
)
def test_the_search_path_of_a_user(sql: str, path: tuple[str, ...]) -> None:
    assert catalog_of(sql + "CREATE TABLE public.t (a int);").search_path == path
