"""What people decide: decisions, review state, codebooks, memos, samples, learning."""
