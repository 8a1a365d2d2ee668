"""The first reading of what residents ask, pattern by pattern. It is to go: `intent` takes its place.

Promises that a refusal, a condition, a later day or another matter keeps a leave from acting.
Needs `text`, `vocabulary`, `people` and `mail`. Nothing new is added here.
"""
