// The harness must complain: a control has to compile.
int wrong = "text";
