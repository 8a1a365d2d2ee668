"""The living service: its parts put together, its loops, and its health.

Promises that every loop says that it lives, that a dead mailbox or a full disk is told to people, and that
a signal ends it whole. `app` is the one place where the parts are put together.
"""
