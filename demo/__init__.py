"""The demo: a shop with invented goods, a launcher, and the drivers of real browsers."""
