"""A month of a small town's mail with what a careful clerk would do of each: how empty the desk gets.

`people.toml` and the `mails_*.toml` say who writes what when, and each mail's label: what ought to come
of it. `clerk` is a clerk who reads only her mail and taps what does what the label says; `month` lets the
days pass on a real mailbox; `figures` counts. `python -m tests.journeys.desk_month` prints the figures.
"""
