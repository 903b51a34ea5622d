"""How a command fails: one sentence on standard error that says where, what and what to do, never a traceback.

`ARCHLOOM_DEBUG=1` shows the traceback all the same, for reports.
"""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from typing import NoReturn, ParamSpec

P = ParamSpec("P")


def exits_with_a_sentence(command: Callable[P, None]) -> Callable[P, None]:
    """Turns what a command raises into a sentence and an exit status."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:  # the reader went away: `archloom deduce . | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(141)
        except KeyboardInterrupt:
            fail("Stopped.", 130)
        except Exception as error:
            if os.environ.get("ARCHLOOM_DEBUG"):
                raise
            fail(_sentence(error), 1)

    return guarded


def fail(sentence: str, status: int = 1) -> NoReturn:
    """Says why on standard error and ends."""
    print(f"archloom: {sentence}", file=sys.stderr)
    sys.exit(status)


def fail_without_python(path: object, python_files: int) -> None:
    """A folder that holds no code is most likely the wrong one."""
    if not python_files:
        fail(f"{path}: there is no Python in it. Name the folder that the code is in.")


def _sentence(error: Exception) -> str:
    text = str(error).strip()
    if text and type(error).__module__.startswith("archloom."):
        return text  # our own errors build their whole sentence
    if sys.stdout is None:  # started with `>&-`
        return "standard output is closed, so there is nowhere to print to. Leave it open, or name /dev/null."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{error.filename or 'standard output'}: the disk is full. Make room and try again."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}. Check that the path exists and may be used."
    where = _innermost(error)
    return (
        f"internal error in {where}: {type(error).__name__}: {text}. Nothing was lost; "
        "set ARCHLOOM_DEBUG=1 to see more, and please report it."
    )


def _innermost(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_qualname if trace else "?"
