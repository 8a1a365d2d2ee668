"""Play the month and print its figures; with a folder, every letter that was sent is put there."""

import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

from tests.journeys.desk_month.figures import Figures
from tests.journeys.desk_month.month import played

began = time.process_time()
with redirect_stdout(sys.stderr), tempfile.TemporaryDirectory() as folder, played(Path(folder)) as month:
    told = Figures(month).told()
    for place in map(Path, sys.argv[1:]):
        place.mkdir(exist_ok=True)
        for number, (_, recipient, letter) in enumerate(month.hall.sink.letters):
            (place / f"{number:04} {recipient}.eml").write_bytes(letter.as_bytes())
sys.stdout.write(f"{told}\n{time.process_time() - began:.0f} s of processor time\n")
