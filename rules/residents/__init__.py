"""The mail of anybody: whether it asks to leave or to join, hands something on, or is of no concern.

Promises that a leave acts only where it is wholly understood (`leaving`), that its writer is asked where
a yes would settle it, and that what no rule places and yet may be a request is shown to a person.
Needs every reader below it, and nothing of the books.
"""
