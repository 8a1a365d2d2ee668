"""Setting up: the questions that `altabaixa init` asks, and the files that it writes.

`wizard` puts the questions in order; `servers`, `trust` and `holidays` ask those of one kind. Each
answer is tried where it can be tried, and nothing is written before the last one is given.
`answer_file` takes all answers from a file instead.
"""
