"""Play the month and print its figures."""

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
sys.stdout.write(f"{told}\n{time.process_time() - began:.0f} s of processor time\n")
