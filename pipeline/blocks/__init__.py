"""A page as it was served → its neutral form: tables, cards, sentences."""
