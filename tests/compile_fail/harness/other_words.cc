// The harness must complain: this is refused, but not in these words.
// expect: words no compiler says
int wrong = "text";
