"""How a snippet is judged: what it sent, got and printed, held against the page and the other languages."""
