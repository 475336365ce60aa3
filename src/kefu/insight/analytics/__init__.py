"""What the figures say: one dictionary, one query, and the screens, boards and exports that show them."""
