"""Who works here: people, teams, skills, roles, brands, sign-in, presence."""
