"""A copy of all that narratief keeps, in one file, and the way back."""
