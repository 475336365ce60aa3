"""Where customers help themselves: articles, a form, and what became of it."""
