"""What changes badges: earning them, giving them by hand, making new ones."""
