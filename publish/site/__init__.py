"""The pages that people read: what is asked for under an address into HTML, one module for each page."""
