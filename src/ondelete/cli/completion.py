"""``ondelete completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ondelete.cli._output import write


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for a shell.

    Save it where the shell looks, or evaluate it in the shell's start-up file: eval "$(ondelete completion bash)".
    The script runs ondelete with the variable _ONDELETE_COMPLETE set, as all programs made with click do;
    _ONDELETE_COMPLETE=bash_source ondelete prints the same.
    """
    from ondelete.cli._group import ondelete

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"no completion for {shell}")
    write(completion(ondelete, {}, "ondelete", "_ONDELETE_COMPLETE").source(), None)
