"""What becomes work that crosses people, departments and days."""
