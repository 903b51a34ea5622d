"""The look: colours, measures, fonts and icons, all read from `tokens.json` and `assets/`."""
