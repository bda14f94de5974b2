"""Shop adapters that an administrator adds or repairs: data, checked hard, without any code."""
