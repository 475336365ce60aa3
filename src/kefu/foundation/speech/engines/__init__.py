"""Ways to hear and to speak, one file each; every one raises Unable where it cannot."""
