"""Staff's desk: their digest, the orders they mail or type, reminders, and the month's report.

Promises that each digest goes once, that an order does what the command line does, and that who is
concerned is written to once.
Needs `books` and `post`.
"""
