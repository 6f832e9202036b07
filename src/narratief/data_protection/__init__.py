"""What is held on people: retention, erasing, one person's overview, backup and restore."""
