"""Pictures of events for feeds and chats: what is told of an event into PNG, without a browser."""
