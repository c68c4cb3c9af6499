// Package view is what a client looks at while it doesn't look at the live
// screen of a tab: rows that have scrolled away, a selection, the hits of a
// search.
//
// The nouns:
//
//   - A View is the state of one client's look at one tab. It is opened over a
//     Source, the tab's *vt.Screen, and holds still: the rows of the history keep
//     their numbers, and the screen is copied when the view is opened. What the
//     program prints meanwhile is counted, not shown.
//   - A row, where nothing else is said, is one that the program printed, with its
//     number (vt.Screen.RowSpan). A line is the rows that the program's terminal
//     wrapped it to; lineRows bounds it. The view wraps lines anew at its own
//     width, so that a row of the view may be part of several rows, or the other
//     way round.
//   - A Pos is a cell of a row. Top, cursor, selection and hits are such, and
//     therefore stay where they are when the view is resized.
//   - An Action is what the server has to do after a keystroke: leave, copy text,
//     do a search, open an editor, ring.
//   - A Search is the walk through all rows. It goes in steps, so that the tab
//     never waits for it.
//
// The last row of the area is left to the hints: Status and Hints say what stands
// there. While a Status is a search line, Cursor is in it. So that nothing jumps,
// opening shows the screen's first row on top, and its last one comes up when
// scrolling down by one. If the history is trimmed or cleared meanwhile, what
// isn't there any more is taken for the nearest row that is.
//
// # Keystrokes
//
// As in tmux's copy mode with vi keys, but that the arrows scroll as long as
// there is no cursor. Whatever moves within a row, starts a selection or finds
// something puts one there.
//
//	Up Down k j             a row; with a cursor that moves, scrolling at the edges
//	Left Right h l          a character
//	w b                     to the next word's start, to this or the last one's
//	0 ^ $                   to the line's start, first character, end
//	H M L                   to the top, middle, bottom row shown
//	PageUp PageDown         a page less a row, also Ctrl+B, Ctrl+F and Space;
//	                        PageDown at the end leaves
//	Ctrl+U Ctrl+D           half a page
//	Home g                  to the oldest row
//	End G                   to the end, with what is new
//	[ ] { }                 to the prompt before, or behind (OSC 133)
//	v V Ctrl+V              select characters, lines, a block; again: end that
//	o                       to the other end of the selection
//	y Enter                 copy the selection and leave
//	/ ?                     search down, up
//	n N                     to the next hit, to the one before
//	e                       open the history in an editor
//	Esc                     end the selection; without one, leave
//	q, anything else        leave; the keystroke is used up
//
// In the search line Enter stays at the hit, Esc goes back to where it was opened,
// Ctrl+R makes what is typed a regular expression or plain text again, Up brings
// back what was searched for last, and an empty line searches for that; the rest
// is as in any line: Left, Right, Home, End, Backspace, Delete, Ctrl+A, E, U, K, W.
// Without a capital letter case doesn't count. Where nothing is scrolled back and
// no cursor set, / searches up too: nothing is below.
//
// # Mouse
//
// The wheel scrolls; coming to the end with it leaves. The left button selects,
// with Alt or Ctrl a block, with a double click what token says, with a triple
// click lines; dragged beyond the edge it scrolls (Dragging, Tick). Its release
// copies, and leaves where nothing is scrolled back: else the program would seem
// to stand still.
//
// # What it never does
//
// It does no I/O, starts no goroutine and reads no clock. It never keeps a Source.
// A View's copy is a snapshot: slices and frames that it points to are not changed
// once they are in it, so that one goroutine may change a View while another draws
// the copy it was given. The calls that take a Source are made with the Source
// held still.
//
// Limits: lineRows, MaxCopy, MaxQuery, MaxHits, maxQuoted; their comments say what
// happens there.
package view
