"""Who the customers are, what they are known by, and what happened with them."""
