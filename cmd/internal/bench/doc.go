// Package bench is what jackin is measured by, side by side with tmux, screen and
// a PTY without a multiplexer: what programs print in the measures (Corpora), what a
// run found (Report), what it should have found (Budgets), and the run as a table,
// as Markdown and as a picture.
//
// The nouns:
//
//   - A Measure is one thing that is measured, at one size of the terminal where
//     the size matters. Its unit says which way is better.
//   - A Subject is who is measured: jackin, tmux, screen or bare, the last being
//     a PTY that is read as fast as it can be and shows nothing.
//   - A Result is one measure of one subject: the median of its repeats, their
//     lowest and highest.
//   - A Budget is what a result must keep to: a number, or another subject's
//     result in the same run.
//   - A Report is all results of a run and the facts that they hold for; as text
//     it is TSV.
//
// The files built here are pure: they start nothing and read no clock. The
// measuring itself is in the test files with the build tag bench, which
// .ci/bench runs; they drive real programs on real terminals and take minutes.
// Nothing of jackin at work uses this package. It starts no goroutine, and what
// it returns belongs to the caller.
package bench
