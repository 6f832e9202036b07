"""What was read and coded: interviews, machine runs, results, search, clusters."""
