// Package provider is the catalogue: which agents there are, which providers can
// answer each of them, and what choosing one does to one process.
//
//   - An [Agent] is a CLI that we know how to run: its command, its native
//     provider, what a redirect looks like in its words.
//   - A [Provider] is who answers: a label, the name of its key, and an [Endpoint]
//     for each agent that it can be redirected to.
//   - A provider is native to the agent of the same maker, and always configured
//     for it. Every other one is configured while its key has a non-empty value.
//   - An [Overlay] is what one tab's process gets: arguments, variables to unset,
//     then variables to set, each a literal or a reference to a key.
//
// Both are data. Adding a provider is an entry in providers.go, adding an agent a
// file like claude.go; no code names either, and a test holds that. All that asks
// which providers an agent has (labels, pickers, verbs) asks
// [Catalogue.Available].
//
// The package holds no key and sees none: keys come in as the set of names that
// have a value ([Keys]) and leave as references ([Var]). It reads no file,
// environment or clock, and starts nothing.
//
// A [Catalogue] is never changed once it is made: it is safe for concurrent use.
package provider
