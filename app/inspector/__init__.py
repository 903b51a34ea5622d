"""The inspector: what is selected, its properties, who may do what with it, and the lines of code that say so."""
