// Package screen shows mux/ui's widgets on the terminal that a verb of the
// operator's runs in: what a server does for its clients, for one process alone.
//
//   - A [Screen] is the terminal, taken over: raw, on its alternate screen. [Open]
//     takes it and Close gives it back as it was, whatever happens in between.
//   - An [Event] is what happened: a keystroke, a click, a paste, another size, or a
//     [Screen.Wake] of another goroutine.
//   - [ProfileOf] is what the terminal can show, by what its variables say.
//
// It knows no provider, engine or config, and asks the terminal nothing.
//
// A Screen belongs to one goroutine; Wake alone may be called from any. It has one
// goroutine of its own, for signals, which Close joins.
package screen
