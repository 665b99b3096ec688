"""The program's entry: finds the commands in this folder and loads only the one that is asked for."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import click

import ondelete as package


class Commands(click.Group):
    """Every module beside this one is a command, named as its file, unless its name starts with an underscore."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        from ondelete import cli

        return sorted(module.name for module in pkgutil.iter_modules(cli.__path__) if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = import_module(f"ondelete.cli.{cmd_name}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names; the error for an unknown one lists the most similar names."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx))
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Without FILE, ondelete reads the first of these that exists: 'schema' of the configuration, "
    "db/structure.sql, structure.sql, db/schema.sql, schema.sql, priv/repo/structure.sql. "
    "Exit status: 0 answered, 1 'audit' has findings at or above --fail-on, 2 could not answer.",
)
@click.version_option(package.__version__, "--version", "-V", prog_name="ondelete", message="%(prog)s %(version)s")
def ondelete() -> None:
    """Show what happens if you delete a row, from a PostgreSQL schema dump."""
