"""What is not read, although its tool is known: what it is, and how its owner gets SQL that is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from ondelete.dump.migrations.folder import Folder

_SCRATCH = "apply them to a scratch database ({command}) and give what pg_dump --schema-only prints of it"


class _Known(NamedTuple):
    tool: str
    names: re.Pattern[str] | None
    heads: re.Pattern[bytes] | None
    advice: str
    beside: str | None


def _known(
    tool: str, advice: str, names: str | None = None, heads: bytes | None = None, beside: str | None = None
) -> _Known:
    return _Known(tool, re.compile(names) if names else None, re.compile(heads) if heads else None, advice, beside)


def _scratch(command: str) -> str:
    return _SCRATCH.format(command=command)


# In this order: what only one tool has comes first. ``names`` is searched in the paths from the folder, one a line.
_KNOWN = (
    _known(
        "tern",
        _scratch("tern migrate --database SCRATCH"),
        r"(?m)(?:^|/)tern\.conf$",
        rb"(?m)^---- create above / drop below ----",
    ),
    _known("MyBatis", _scratch("migrate up"), None, rb"(?m)^--[ \t]*//[ \t]*@UNDO"),
    _known(
        "Play evolutions", _scratch("start the application against it"), None, rb"(?m)^#[ \t]*---[ \t]*!(?:Ups|Downs)"
    ),
    _known(
        "node-pg-migrate",
        _scratch("node-pg-migrate up"),
        None,
        rb"(?im)^--[ \t]*+(?:Up|Down)[ \t]++Migration\b|\bexports\.up\s*+=\s*+\(?+\s*+(?:async\s*+)?+\(?+pgm\b",
    ),
    _known("Sqitch", _scratch("sqitch deploy"), r"(?m)(?:^|/)sqitch\.plan$"),
    _known("Postgrator", _scratch("postgrator"), r"(?m)(?:^|/)[0-9]++\.(?:do|undo)\.[^\n/]*+(?<=sql)$"),
    _known("yoyo", _scratch("yoyo apply"), r"(?m)^[^\n]*\.rollback\.sql$"),
    _known("refinery", _scratch("refinery migrate"), r"(?m)(?:^|/)[VU][0-9]++__[^\n/]*+(?<=\.rs)$"),
    _known("refinery", _scratch("refinery migrate"), r"(?m)^[VU][0-9]+__[^\n]*\.sql$", beside="Cargo.toml"),
    _known(
        "Alembic",
        "make SQL of them: alembic upgrade head --sql > schema.sql",
        r"(?m)^(?:env\.py|[^\n]*script\.py\.mako|versions/[^\n]*\.py)$",
        rb"(?m)^(?:from alembic import op|down_revision\b)",
    ),
    _known(
        "Django",
        "make SQL of them: python manage.py sqlmigrate APP NUMBER for each, or " + _scratch("python manage.py migrate"),
        r"(?m)(?:^|/)[0-9]{4}_\w+\.py$",
        rb"(?m)^from django\.db import[^\n]*\bmigrations\b",
    ),
    _known(
        "Rails",
        "run bin/rails db:schema:dump with schema_format = :sql and give db/structure.sql",
        r"(?m)^[0-9]{14}_\w+\.rb$",
    ),
    _known("Ecto", "run mix ecto.dump and give priv/repo/structure.sql", r"(?m)^[0-9]+_\w+\.exs$"),
    _known(
        "Laravel",
        "run php artisan schema:dump and give database/schema/pgsql-schema.sql",
        r"(?m)^[0-9]{4}_[0-9]{2}_[0-9]{2}_[0-9]{6}_\w+\.php$",
    ),
    _known("Doctrine", _scratch("doctrine-migrations migrate"), r"(?m)(?:^|/)Version[0-9]{14}\.php$"),
    _known("Phinx", _scratch("phinx migrate"), r"(?m)^[0-9]{14}_\w+\.php$"),
    _known(
        "Entity Framework",
        "make SQL of them: dotnet ef migrations script -o schema.sql",
        r"(?m)(?:^|/)[0-9]{14}_\w+\.cs$",
    ),
    _known(
        "TypeORM",
        _scratch("typeorm migration:run"),
        r"(?m)(?:^|/)[0-9]{13}-\w+\.[jt]s$",
        rb"\bimplements\s+MigrationInterface\b",
    ),
    _known("MikroORM", "make SQL of them: mikro-orm schema:create --dump", r"(?m)^Migration[0-9]{14}[^\n]*\.[jt]s$"),
    _known("Sequelize", _scratch("sequelize db:migrate"), None, rb"\bqueryInterface\b"),
    _known("Knex", _scratch("knex migrate:latest"), r"(?m)^[0-9]{14}_[\w-]+\.(?:[cm]?js|ts)$", rb"\bknex\b"),
    _known("Kysely", _scratch("kysely migrate:latest"), None, rb"from ['\"]kysely['\"]"),
    _known("Liquibase", "make SQL of them: liquibase update-sql", None, rb"\bdatabaseChangeLog\b"),
)
_LOOKED_AT = 40


def refuse_by_name(folder: Folder) -> None:
    """Raise UnreadableSchema if a folder is one of a tool whose files are not read."""
    names = "\n".join(path for path in folder.files if "\n" not in path)
    heads = _heads(folder)
    for known in _KNOWN:
        if known.beside is not None and not folder.has_beside(known.beside):
            continue
        named = known.names is not None and known.names.search(names)
        if named or (known.heads is not None and any(map(known.heads.search, heads))):
            raise UnreadableSchema(
                folder.name, f"these are migrations of {known.tool}, which are not read: {known.advice}"
            )


def _heads(folder: Folder) -> list[bytes]:
    """Return how some files begin: SQL, and programs that may be migrations."""
    endings = (".sql", ".py", ".js", ".cjs", ".mjs", ".ts", ".xml", ".yaml", ".yml", ".json")
    return [folder.head(path) for path in folder.ending(*endings)[:_LOOKED_AT]]
