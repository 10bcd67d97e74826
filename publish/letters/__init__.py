"""What is owed to a reader → a letter in words, and that letter on its way: e-mail, chat services, webhooks."""
