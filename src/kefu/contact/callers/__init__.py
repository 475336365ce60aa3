"""Who is calling or writing: the warning list, who is important and why, and who has duty."""
