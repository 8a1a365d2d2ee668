"""The law of the books: what each request does to a subscription, and what its writer is told.

Promises that nobody is taken off but by the table of `subscription` and the lanes of `leaving`, that
every request ends in exactly one outcome with its reason, and that one letter covers them all.
Needs what a message said (`findings`), never how it was read.
"""
