"""How well people are understood: their own words, kept aside from what Peka learns from."""
