"""What staff mail us: orders, line by line, and what they pass on.

Promises that an order is read only in a clerk's own new lines, that each line is understood whole or
answered with what is wrong in it, and that a word which holds back goes before what is passed on.
Needs every reader below it.
"""
