"""What floats over the map: overlay switch, tools, minimap, zoom bar, legend, hint."""
