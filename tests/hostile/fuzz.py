"""A coverage-guided run: mails that reach lines which no other mail reached, until the time is up.

`make fuzz` (FUZZ_SECONDS=600, FUZZ_SEED=1). Each mail must be read, decided and accounted for as
`test_mutants` asks. What breaks is written into tests/hostile/found, which `make test` reads too:
a finding stays a fixture once it is mended. Needs Atheris (tests/hostile/fuzz.lock).
"""

import sys
from pathlib import Path

import atheris

_FUZZED = ["rules", "daemon.configuration.settings"]
with atheris.instrument_imports(include=_FUZZED, enable_loader_override=False):
    from tests.hostile.accounting import taken
    from tests.rules.messages import TOWN

_HERE = Path(__file__).parent
FOUND = _HERE / "found"
_SEEDS = _HERE.parent / "rules" / "messages"
_LONGEST = 64 * 1024
_SLOW = 5.0
"""Seconds: counting the lines that are reached takes its time too."""


def one(raw: bytes) -> None:
    """Read one mail; whatever it raises is a finding."""
    taken(raw, TOWN, "too slow", seconds=_SLOW)


def main() -> None:
    seconds, seed = int(sys.argv[1]), int(sys.argv[2])
    FOUND.mkdir(exist_ok=True)
    print(f"fuzzing for {seconds} s with seed {seed}", flush=True)
    corpus = sys.argv[3]
    for mail in sorted(_SEEDS.glob("*.eml")):
        (Path(corpus) / mail.name).write_bytes(mail.read_bytes())
    limits = (f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1024", f"-max_len={_LONGEST}")
    places = (corpus, f"-artifact_prefix={FOUND}/", f"-dict={_HERE / 'fuzz.dict'}")
    atheris.Setup([sys.argv[0], *places, *limits, f"-seed={seed}", "-print_final_stats=1"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
