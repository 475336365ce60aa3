"""The bot: answers what it surely knows from the brand's knowledge, and leads everything else to a person."""
