"""What staff read and can answer: the digest and its cards, the month's figures, the phone compared.

Promises that every open case stays in the digest until it is closed, the most urgent first, and that
each entry offers the orders that settle it.
Needs `books`, `calendar`, `phone` and the orders of `staff`.
"""
