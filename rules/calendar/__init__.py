"""Time: working days, what falls due, and how long what is kept.

Promises that each day of a count is explained, that a year nobody confirmed is said on every date
that crosses it, and that what is over is erased on its day.
Needs `books.subscription` for the dates of a life.
"""
