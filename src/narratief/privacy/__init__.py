"""What is stored before anything else is: text without names, and the vault with the key."""
