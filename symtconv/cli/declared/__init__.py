"""Commands as they are declared: arguments and options in, a request out. What they do is imported when they run."""
