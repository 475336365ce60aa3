"""What the company answers: articles, their versions and categories."""
