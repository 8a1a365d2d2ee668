"""The way to the servers: what an SMTP answer means for a letter, and when a mailbox is tried again.

Promises that each failure is temporary, final or unknown, and that people are told once, in time.
Needs nothing else of the rules.
"""
