"""What an instance does for its own safety: backups that are proved, upgrades that can be taken back, a look at the disk."""
