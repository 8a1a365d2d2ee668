"""Letters: what residents and staff are sent, in plain text and in HTML that says the same.

The words of those to residents are texts that the town can change (`texts`); those to
staff are ours (`sentences`: what the rules give as a code). Subjects are fixed words with our
own reference or our own counts. Text of a mail is a value in a letter, escaped in HTML, never
a template.
"""
