"""The encrypted vault with the names behind pseudonyms, and its key."""
