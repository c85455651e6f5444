"""What a page says before anything runs: its fences, what belongs together, and what is wrong with it."""
