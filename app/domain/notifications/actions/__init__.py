"""What can be done about being told, by noun: follows, notices, letters, preferences, merging."""
