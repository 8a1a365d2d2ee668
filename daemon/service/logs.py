"""Logs: static event names with ids; never a name, a document, a phone or an address.

What others write is not trusted with that: of a library's line, of a warning and of an error that
nobody caught, it is said what it is and where it came from, and none of its values.
"""

import asyncio
import logging
import os
import re
import sys
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

log = structlog.get_logger()

_FRAMES: Final = 8
_TEMPLATE_LIMIT: Final = 120

# sd-daemon(3): the journal takes a line's priority from its beginning.
_PRIORITIES: Final = {"critical": 2, "error": 3, "warning": 4, "info": 6, "debug": 7}

# A second net, for words of servers that are passed on: what can be known by its form alone.
_DOCUMENT: Final = re.compile(
    r"(?<!\w)(?:[XYZKLM][ .-]?)?(?:\d{7,8}|\d{1,2}\.\d{3}\.\d{3})[ .-]?[A-Z](?!\w)", re.IGNORECASE
)
_MOBILE: Final = re.compile(
    r"(?<![\w.])(?:(?:\+|00)34[ .-]?)?(?:[679]\d{2}[ .-]?(?:\d{3}[ .-]?\d{3}|(?:\d{2}[ .-]?){3})"
    r"|[89]\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2})(?![\w])"
)
_ADDRESS: Final = re.compile(r"(?<![^\s@<>\"'(),;:])[^\s@<>\"'(),;:]+(?=@[\w-]+\.)")


def configure(stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> None:
    """Write events as lines to stderr: for people at a terminal, else as JSON, for the journal by priority.

    From then on also what libraries log, warnings, and errors that nobody catches come as such lines.
    """
    stream = stream or sys.stderr
    structlog.configure(
        processors=_processors(stream, environment),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    _take_over_libraries()
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    warnings.showwarning = _warned


def crashed(error: BaseException) -> None:
    """Log an error that nobody expected: its kind and its way through the program, not its words."""
    log.critical("crashed", **what_and_where(error))


def what_and_where(error: BaseException) -> dict[str, str]:
    """An error's kind, the kinds it came from, and the innermost lines it passed through."""
    kinds, cause = [type(error).__name__], error.__cause__ or error.__context__
    while cause is not None and len(kinds) < _FRAMES:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return {"error": " < ".join(kinds), "at": _places(error.__traceback__)}


def foreign(record: logging.LogRecord) -> dict[str, str]:
    """What may be told of a library's line: the logger, the place, the template; never what was filled in.

    A line without arguments may have been filled in already.
    """
    told = {"logger": record.name, "place": f"{record.filename}:{record.lineno}"}
    if record.args and isinstance(record.msg, str):
        told["template"] = record.msg[:_TEMPLATE_LIMIT]
    if record.exc_info and record.exc_info[1] is not None:
        told |= what_and_where(record.exc_info[1])
    return told


def is_journal(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether *stream* goes straight to the journal: systemd.exec(5), JOURNAL_STREAM."""
    try:
        there = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return environment.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}"


def without_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Strike out what looks like a document, a mobile or a person's address in a text that is passed on."""
    return {key: redacted(value) if isinstance(value, str) else value for key, value in event.items()}


def redacted(text: str) -> str:
    """Strike out the same in one text."""
    for form in (_DOCUMENT, _MOBILE, _ADDRESS):
        text = form.sub("…", text)
    return text


def _processors(stream: TextIO, environment: Mapping[str, str]) -> list[Processor]:
    shared: list[Processor] = [structlog.processors.add_log_level, without_personal_data]
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    json = structlog.processors.JSONRenderer(ensure_ascii=False)
    if stream.isatty():
        return [*shared, stamp, structlog.dev.ConsoleRenderer(repr_native_str=True)]
    if is_journal(stream, environment):
        return [*shared, _event_first, _prioritised(json)]
    return [*shared, stamp, _event_first, json]


def _event_first(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {"event": event.pop("event", None), "level": event.pop("level", None), **event}


def _prioritised(render: Processor) -> Processor:
    """The line with its priority before it; the journal has the time by itself."""

    def processor(logger: WrappedLogger, method: str, event: EventDict) -> str:
        priority = _PRIORITIES.get(str(event.get("level")), _PRIORITIES["info"])
        return f"<{priority}>{render(logger, method, event)!s}"

    return processor


class Libraries(logging.Handler):
    """Passes on what libraries log, by `foreign`."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass on one record."""
        tell = log.error if record.levelno >= logging.ERROR else log.warning
        tell("library_says", **foreign(record))


def _take_over_libraries() -> None:
    """Libraries are heard from WARNING on, through our own lines."""
    root = logging.getLogger()
    root.handlers[:] = [h for h in root.handlers if not isinstance(h, Libraries)]
    root.addHandler(Libraries(logging.WARNING))
    root.setLevel(logging.WARNING)
    # It warns of each folder name outside ASCII, which it reads well.
    logging.getLogger("imapclient").setLevel(logging.ERROR)
    logging.raiseExceptions = False  # its complaints show the values that did not fit


def _places(trace: TracebackType | None) -> str:
    """The innermost first: "store.py:99 < intake.py:71"."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(reversed(places[-_FRAMES:]))


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt | asyncio.CancelledError):
        log.warning("interrupted")
        return
    crashed(error.with_traceback(trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        log.critical(
            "thread_crashed", thread=args.thread and args.thread.name, **what_and_where(args.exc_value)
        )


def _unraisable(unraisable: Any) -> None:
    if unraisable.exc_value is not None:
        log.error("error_nowhere_to_go", **what_and_where(unraisable.exc_value))


def _warned(
    message: Warning | str,  # noqa: ARG001 - the signature is Python's; the words may hold values
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 - the same
    line: str | None = None,  # noqa: ARG001 - the same
) -> None:
    log.warning("python_warns", category=category.__name__, place=f"{Path(filename).name}:{lineno}")
