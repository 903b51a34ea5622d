"""Lines between cards: orthogonal, clear of every card, in lanes. Qt-free; coordinates are pixels at 100 %."""
