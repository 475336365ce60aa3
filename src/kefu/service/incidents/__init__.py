"""What many report at once: found, graded, handled, and what everybody is told meanwhile."""
