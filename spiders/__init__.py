"""NETWORK IN: fetches watched pages and yields captures, unread."""
