"""Live updates: a socket resumes from its cursor and sees, in order, the events whose audience it is part of."""
