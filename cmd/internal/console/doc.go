// Package console is `jackin console`: the operator's workspaces, roles and global
// settings, with the Auth tab in which a provider's key is saved.
//
//   - A [Model] is all that is shown and what the keyboard does: pages one above the
//     other, and at most one question over them. It is pure but for [Files]: events
//     and results come in, a screen and jobs go out. Tests need no terminal.
//   - A page is what fills the screen: the list of workspaces (home), the tabs
//     General, Environment and Auth of one place (a workspace, a role, or what is
//     global), and forms, of which each writes one thing.
//   - A [Job] is what takes time, or the terminal: asking a provider, listing
//     containers, launching. [Run] does jobs by the interfaces of [Options], and
//     gives the Model their results.
//   - [Files] reads and edits the config, [Prober] asks a provider whether it takes a
//     key, [Engine] knows the containers, [Verbs] are the other verbs.
//
// Nothing is written but by Save, and never over a file that can't be read, or that
// has changed since it was read without saying so. A key is on the screen only while
// it is typed and Ctrl+R was pressed; no error, log or argument has one.
//
// A Model belongs to one goroutine, that of Run, which joins those that do jobs.
package console
