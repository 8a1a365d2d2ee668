"""Checking: tries each part that the service stands on, and says how to mend what is wrong.

No check changes anything, and none stops the others: what a server or a file does is a finding.
"""
