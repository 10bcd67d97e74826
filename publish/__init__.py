"""WORDS AND WIRES OUT: tells each event once, in words, on every channel."""
