"""Quick replies (快捷回复): sentences that staff keep to say again."""
