"""The use cases: take in, pseudonymise, code, cluster, promote, publish, and the queue of jobs that does them."""
