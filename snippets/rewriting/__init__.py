"""How the answers on a page are made to show what the examples meet now."""
