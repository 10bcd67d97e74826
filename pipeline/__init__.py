"""PURE: from the bytes of a page to judged changes; no clock, no network, no database."""
