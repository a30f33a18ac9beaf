"""The rules of attendance: standard library only, no clock, no input or output."""
