"""Mail as nobody should send it: mutants of our own messages, and other people's torture."""
