// Package ui is what jackin draws of its own: the strip of tabs, and the
// widgets that pickers, questions and the console are made of.
//
// The nouns:
//
//   - A [Widget] is a plain value: what it shows, and how a keystroke changes
//     it. A copy of one is a snapshot that nobody changes: Key never writes to
//     a slice that the widget was given. [List], [Dialog], [Message] and [Input]
//     take the keyboard; [Strip], [EmptyScreen] and [HintRow] only show.
//   - A [Sheet] is a page of rows, a table or a form, and a [Field] a line to edit
//     in one of them, which can be masked. [TitleRow], [TabBar] and [StatusRow] go
//     around it; its owner has the keyboard.
//   - A [Canvas] is what a widget draws on. A tcell.Screen is one.
//   - A [Surface] is a Canvas for one rectangle of an outer terminal: tcell
//     encodes what changed on it, and its owner fetches the bytes.
//   - A [Profile] is what an outer terminal can show.
//
// The package never touches a terminal, sends a mode, reads input, waits or
// starts a goroutine that outlives a call; and it knows no provider and no
// session.
//
// Goroutines: widgets belong to whoever holds them (the server's loop), who
// hands snapshots to whoever draws. A Surface is not safe for concurrent use; it
// belongs to one goroutine (a client's painter). Any number of Surfaces work at
// once. [PrepareEnv] is called first, once, before any of it.
package ui
