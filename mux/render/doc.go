// Package render turns what a client should see into the fewest bytes that
// bring its outer terminal there.
//
// The nouns:
//
//   - outer terminal: the one that a client runs in; what we write to.
//   - [Renderer]: what one outer terminal shows, cell by cell, and the way from
//     there to the next [vt.Frame] of a pane.
//   - covered: part of a pane's rectangle that something else (a picker, the
//     hint row) is drawn on. The renderer neither writes nor scrolls there.
//   - override: a colour that a pane's program has given to a palette entry or a
//     default colour; drawn as itself, never set on the outer terminal.
//   - unknown: a cell of the outer terminal whose content the renderer can't
//     vouch for; the next frame draws it.
//   - [Composer]: makes one whole frame of pane, interface, cursor and
//     [OuterModes], synchronized where the terminal can.
//   - surface: bytes that the interface drew by itself, opaque here.
//
// What a program says beside its screen (a bell, a notification, a clipboard)
// is written by [AppendEvent]; whether the terminal may hear it is decided
// elsewhere.
//
// The package is pure: no I/O, no clock, no goroutines, no logging. It writes
// no control character that came with a cell, a link or a title. A Renderer
// or Composer belongs to one client and is used by one goroutine at a time.
package render
