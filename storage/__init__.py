"""DATABASE: what is kept, and the questions asked of it."""
