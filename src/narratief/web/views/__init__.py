"""What pages show, worked out from the store as plain values: no HTTP and no HTML here."""
