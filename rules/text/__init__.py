"""A text read once: its words, where each stands, and where sentences and clauses end."""
