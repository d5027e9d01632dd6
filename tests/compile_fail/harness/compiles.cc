// The harness must complain: nothing here is wrong.
// expect: something
int fine;
