"""What a rule may be, whether it concerns a ticket, and what it would say."""
