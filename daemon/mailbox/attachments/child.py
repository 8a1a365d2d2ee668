"""The program that opens attachments, in a process of its own: bytes come in, JSON goes out.

It limits itself before it reads anything; whoever started it watches the clock. The
first line of input says for each attachment what it is and how long; their bytes
follow. For each, in order, one line of JSON comes out at once, so that what breaks
the third does not lose the first. It writes no file, no log, and knows no configuration.
"""

import json
import resource
import sys
from typing import Any, BinaryIO, Final

from daemon.mailbox.attachments.limits import BROKEN, CPU_SECONDS, MEMORY, TOO_LARGE, RefusedError

_OPEN_FILES: Final = 16


def limit_yourself() -> None:
    """Memory, time and files, for good: no hard limit can be raised again."""
    for what, soft, hard in (
        (resource.RLIMIT_AS, MEMORY, MEMORY),
        # The soft limit's signal tells whoever waits that it was the time; the hard one's would not.
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 1),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))


def main(source: BinaryIO, sink: BinaryIO) -> None:
    """Open what *source* holds, one answer a line."""
    for given in json.loads(source.readline()):
        data = source.read(given["size"])
        sink.write(json.dumps(answer(given["kind"], data)).encode() + b"\n")
        sink.flush()


def answer(kind: str, data: bytes) -> dict[str, Any]:
    """The texts of one attachment, or why there are none. Only the process's end goes past this."""
    try:
        return {"texts": _texts(kind, data)}
    except RefusedError as error:
        return {"refused": str(error)}
    except (MemoryError, RecursionError):
        return {"refused": TOO_LARGE}
    except Exception:  # noqa: BLE001 - a broken file breaks the libraries in ways nobody foresaw
        return {"refused": BROKEN}


def _texts(kind: str, data: bytes) -> list[dict[str, str]]:
    # Only what is needed is imported: a chat need not wait for the PDF library.
    if kind == "zip":
        from daemon.mailbox.attachments.zipped import texts_of_zip  # noqa: PLC0415

        return [{"name": name, "text": text, "fields": ""} for name, text in texts_of_zip(data)]
    from daemon.mailbox.attachments.pdf import paper_of  # noqa: PLC0415

    paper = paper_of(data)
    return [{"name": "", "text": paper.text, "fields": paper.fields}]


if __name__ == "__main__":
    limit_yourself()
    main(sys.stdin.buffer, sys.stdout.buffer)
