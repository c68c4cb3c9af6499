// Package keys reads what the outer terminal sends and writes what a pane's
// program expects.
//
//   - A [Token] is one thing that came in: a keystroke, a run of typed text, a
//     piece of a paste, a mouse event, a change of focus, a [Reply] to a
//     question, or a sequence that nobody knows. Its Raw is the very bytes.
//   - A [Tokenizer] cuts input into tokens, wherever reads were split. Its times
//     are the caller's: it has no clock and no timer.
//   - A [Key] is what was pressed, whatever the encoding that said so; a [Chord]
//     is one that the configuration names, such as the leader.
//   - A [Protocol] is how one side speaks of its keyboard. [Translate] gives a
//     pane a token byte for byte where both sides would say it the same way, and
//     encodes it anew otherwise; [EncodeMouse] does that for the mouse.
//
// The references are xterm's documentation for legacy keys, modifyOtherKeys and
// the mouse, and https://sw.kovidgoyal.net/kitty/keyboard-protocol/ for kitty's.
//
// The package is pure: it neither reads nor writes nor sleeps, and decides
// nothing about tabs. A Tokenizer belongs to one goroutine at a time, Expect and
// Deadline included; all else may be called from any.
package keys
