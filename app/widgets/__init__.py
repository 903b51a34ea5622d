"""Small parts that the panels are made of, in the look of the tokens."""
