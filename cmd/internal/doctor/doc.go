// Package doctor finds what is wrong where jackin runs, or is about to.
//
//   - [Facts] are what there is to be seen: the outer terminal, the container, its
//     limits, the server. [Gather] sees them.
//   - A [Finding] is what one check makes of the facts, and the line that mends
//     it. [Examine] has them all, always the same ones in the same order.
//
// The checks are pure; gathering changes nothing but that it asks the outer
// terminal questions, for which that is in raw mode for two seconds at most, and
// is as before afterwards. No fact holds a key, only the names of keys.
//
// Gather starts one goroutine, for signals, and ends it before it returns. All of
// the package may be called from any goroutine.
package doctor
