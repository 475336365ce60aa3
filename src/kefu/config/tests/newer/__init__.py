"""An app that the next version brings, for the tests of upgrades."""
