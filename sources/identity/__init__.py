"""The identity zone: personal identity codes in, person numbers out; keys never leave it."""
