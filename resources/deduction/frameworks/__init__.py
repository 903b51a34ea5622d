"""Rules of frameworks: small functions "X calls Y when Z", registered by the canonical path that they stand for."""
