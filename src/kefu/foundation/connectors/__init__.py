"""The company's own business systems: orders to look at, coupons to grant."""
