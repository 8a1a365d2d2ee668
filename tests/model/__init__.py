"""The second reader's model: how it is trained, and that it is the corpus's."""
