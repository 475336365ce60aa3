"""What a supervisor tells many seats at once, and who has read it."""
