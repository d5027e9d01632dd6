// The harness must complain: this is refused, but nobody said how.
int wrong = "text";
