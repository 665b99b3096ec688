"""Keys, indexes and constraints of a schema.rb as SQL; each function takes the table and the options of the call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.rails.inflections import RAILS
from ondelete.rails.schema_file import dialect
from ondelete.rails.schema_file.dialect import NotSaid, literal, quoted, quoted_table, text_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.ruby import Value

_EXPRESSION = re.compile(r"\W", re.ASCII)
Options = dict[str, "Value"]


def index(table: str, columns: Value, options: Options) -> Iterator[str]:
    """Yield CREATE INDEX, and the comment on it. A column that is no plain word is an expression."""
    whole = isinstance(columns, str) and _EXPRESSION.search(columns) is not None
    names = texts_of(columns, "a column of the index")
    default = dialect.index_name(table, re.findall(r"\w+", names[0]) if whole else names)
    name = text_of(options.get("name") or default, "the name of the index")
    keys = names[0] if whole else ", ".join(_key(each, options) for each in names)
    unique = "UNIQUE " if options.get("unique") is True else ""
    using = f" USING {text_of(options['using'], 'using')}" if options.get("using") else ""
    include = texts_of(options["include"], "include") if options.get("include") else ()
    included = f" INCLUDE ({', '.join(map(quoted, include))})" if include else ""
    distinct = " NULLS NOT DISTINCT" if options.get("nulls_not_distinct") is True else ""
    where = f" WHERE {text_of(options['where'], 'where')}" if options.get("where") else ""
    yield f"CREATE {unique}INDEX {quoted(name)} ON {quoted_table(table)}{using} ({keys}){included}{distinct}{where}"
    if isinstance(comment := options.get("comment"), str):
        schema = ".".join(quoted_table(table).split(".")[:-1])
        yield f"COMMENT ON INDEX {schema + '.' if schema else ''}{quoted(name)} IS {literal(comment)}"


def _key(column: str, options: Options) -> str:
    parts = [quoted(column) if _EXPRESSION.search(column) is None else column]
    for option in ("opclass", "order"):
        found = options.get(option)
        value = found.get(column) if isinstance(found, dict) else found
        if value is not None:
            parts.append(text_of(value, option))
    return " ".join(parts)


def foreign_key(table: str, to_table: str, options: Options) -> Iterator[str]:
    """Yield ALTER TABLE with a foreign key."""
    keys = texts_of(options.get("primary_key") or "id", "primary_key")
    # A single key is called id in the name of the column, whatever it is called (foreign_key_options of 6.1 to 8.0).
    ends = keys if isinstance(options.get("primary_key"), tuple) else ("id",)
    own = tuple(f"{RAILS.singularize(to_table)}_{end}" for end in ends)
    columns = texts_of(options["column"], "column") if options.get("column") else own
    if len(columns) != len(keys):
        raise NotSaid("the key has another number of columns than of referenced columns")
    name = text_of(options.get("name") or dialect.foreign_key_name(table, columns), "the name of the key")
    yield (
        f"ALTER TABLE {quoted_table(table)} ADD CONSTRAINT {quoted(name)} FOREIGN KEY ({_listed(columns)}) "
        f"REFERENCES {quoted_table(to_table)} ({_listed(keys)})"
        + dialect.action("ON DELETE", options.get("on_delete"))
        + dialect.action("ON UPDATE", options.get("on_update"))
        + dialect.deferrable(options.get("deferrable"))
        + (" NOT VALID" if options.get("validate") is False else "")
    )


def check(table: str, expression: str, options: Options) -> Iterator[str]:
    """Yield ALTER TABLE with a check constraint."""
    name = text_of(options.get("name") or dialect.check_name(table, expression), "the name of the constraint")
    valid = " NOT VALID" if options.get("validate") is False else ""
    yield f"ALTER TABLE {quoted_table(table)} ADD CONSTRAINT {quoted(name)} CHECK ({expression}){valid}"


def unique(table: str, columns: Value, options: Options) -> Iterator[str]:
    """Yield ALTER TABLE with a unique constraint, over columns or an index that exists."""
    names = texts_of(columns, "a column of the constraint") if columns else ()
    using = options.get("using_index")
    found = (text_of(using, "using_index"),) if using else names
    name = text_of(options.get("name") or dialect.unique_name(table, found), "the name of the constraint")
    distinct = " NULLS NOT DISTINCT" if options.get("nulls_not_distinct") is True else ""
    over = f" USING INDEX {quoted(found[0])}" if using else f"{distinct} ({_listed(names)})"
    yield (
        f"ALTER TABLE {quoted_table(table)} ADD CONSTRAINT {quoted(name)} UNIQUE{over}"
        + dialect.deferrable(options.get("deferrable"))
    )


def exclusion(table: str, expression: str, options: Options) -> Iterator[str]:
    """Yield ALTER TABLE with an exclusion constraint."""
    name = text_of(options.get("name") or dialect.exclusion_name(table, expression), "the name of the constraint")
    using = f" USING {text_of(options['using'], 'using')}" if options.get("using") else ""
    where = f" WHERE ({text_of(options['where'], 'where')})" if options.get("where") else ""
    yield (
        f"ALTER TABLE {quoted_table(table)} ADD CONSTRAINT {quoted(name)} EXCLUDE{using} ({expression}){where}"
        + dialect.deferrable(options.get("deferrable"))
    )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(quoted, columns))
