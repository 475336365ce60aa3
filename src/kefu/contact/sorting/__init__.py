"""Which group a contact is for, found before it waits: from where it came, what was chosen, what was asked."""
