"""When the business is open: shifts, holidays, make-up workdays, and arithmetic in working time."""
