"""Safe reading and writing: bounded XML, YAML and zip, atomic and grouped writes, locks, CSV."""
