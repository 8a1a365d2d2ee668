"""Answers to our letters: what they give, take back or confirm.

Promises that data given before and now are one request, and that an answer by somebody else is for a person.
Needs the readers, and from `books` what was asked.
"""
