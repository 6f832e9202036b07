"""The queue of background jobs, and the signs of life of runs."""
