"""What a resident's words ask: each verb of leaving or receiving becomes a frame; the law reads frames.

Promises that polarity, time, person and mood are worked out by the same code for every verb, and that
what is not understood is not taken for a wish (`law`).
Needs `lexicon` and `text`.
"""
