"""Setting up: the questions that `altabaixa init` asks, and the files that it writes.

`wizard` puts the questions in order; `servers`, `trust` and `holidays` ask those of one kind. Answers come
from a terminal, or from a file (`answer_file`). Each is tried where it can be tried, and nothing is written
before the last one is given.
"""
