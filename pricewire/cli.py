"""The command `pricewire`: arguments in, text out, exit codes that mean something.

0 done · 1 failed, with one sentence on standard error · 2 wrong arguments · 3 done in part · 130 stopped.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from pricewire.config import ConfigError

COMMANDS = {
    "up": "Run everything: scheduler, crawls and the web server",
    "demo": "See the price war of May 2024 happen, on this machine alone",
    "crawl": "Fetch pages now and record what changed",
    "events": "List events",
    "prices": "List prices, as of a day and as known on a day",
    "history": "List every price a model ever had",
    "sources": "List, check or add watched pages",
    "schedule": "List what is looked at when, and why then",
    "read": "Read a saved page and print the rates on it",
    "claims": "Read saved articles and print what they say of prices",
    "stories": "Read saved articles and print the stories they tell",
    "feed": "Print the feed, or save it to a file",
    "subscribe": "Be told by e-mail, webhook or chat",
    "subscribers": "List who is told what; export or erase somebody",
    "notify": "Send what is due to subscribers, or try a channel",
    "replay": "Send archived pages (WARC) through the whole pipeline at their recorded times",
    "capture": "Fetch pages and save them as a WARC archive",
    "wars": "List price wars: who moved first, who followed",
    "verify": "Derive an event again from the stored bytes",
    "rebuild": "Derive all events again from the stored captures, and compare",
    "reread": "Show what this reader reads otherwise than what is believed",
    "retract": "Take back an event that was told and found wrong",
    "config": "Show the settings and where each came from",
}


class Failure(click.ClickException):
    """One clear sentence: what was expected, what was found, what to do."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        click.echo(f"pricewire: {self.message}", err=True)


class Commands(click.Group):
    """The commands, each imported only when it is asked for: `pricewire read` never loads the crawler."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"pricewire.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"No command {args[0]!r}.{hint}", ctx=ctx) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pricewire", message="%(prog)s %(version)s")
def cli() -> None:
    """Pricewire: a newswire for the prices of AI models.

    \b
    Try:  pricewire demo
          pricewire up
          pricewire events --vendor deepseek
    """


def main() -> None:
    """The console command."""
    try:
        sys.exit(cli.main(standalone_mode=False))
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ConfigError as error:
        click.echo(f"pricewire: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stderr.close()
            sys.exit(0)
        click.echo(f"pricewire: {error.filename or 'output'}: {error.strerror or error}.", err=True)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except Exception as error:
        sentence = _of_storage(error)
        if sentence is None:
            raise
        click.echo(f"pricewire: {sentence}", err=True)
        sys.exit(1)


def _of_storage(error: Exception) -> str | None:
    """What storage says in one sentence: a damaged body, an unreachable database."""
    from storage.errors import StorageError

    return f"{str(error).rstrip('.')}." if isinstance(error, StorageError) else None
