"""One turn, from the words to what it comes to: the parts of a turn, each adding what it hears."""
