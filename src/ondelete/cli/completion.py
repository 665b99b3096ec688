"""``ondelete completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ondelete.cli._output import write


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for a shell.

    Save it where the shell looks for completions, or evaluate it in the start-up file of the shell:
    eval "$(ondelete completion bash)".

    The script runs ondelete with the variable _ONDELETE_COMPLETE, as in all programs made with click.
    _ONDELETE_COMPLETE=bash_source ondelete prints the same script.
    """
    from ondelete.cli._group import ondelete

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"no completion for {shell}")
    write(completion(ondelete, {}, "ondelete", "_ONDELETE_COMPLETE").source(), None)
