"""THE STORY: what happens, and when."""
