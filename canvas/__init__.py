"""The picture: what an architecture looks like, and what a person does with it on the map.

`picture` and `folding` say what is on the map, `layout` and `routing` where, all without Qt. `paint` draws it with
QPainter, `scene` shows it, `gestures`, `question` and `keys` are what a person does, `controls` float above. `view` is
the widget that the window uses, `export` writes files.
"""
