// Package secret holds the three nouns that a provider key can be, so that the
// compiler keeps them apart and no printing can show one by accident.
//
//   - A [Ref] is the name of a key ("MINIMAX_API_KEY") and nothing else. Names
//     may be logged, sent over sockets and shown on screens.
//   - A [Source] is what a config file says about a key: a literal, a variable of
//     the operator's machine, a 1Password reference, or "hidden". It may hold the
//     key itself, so it redacts itself.
//   - A [Value] is the key. It redacts itself under every fmt verb, slog handler
//     and encoder, also inside structs, pointers and maps, and behind unexported
//     fields, where fmt calls no methods: the string is behind a pointer, which
//     fmt prints as an address there. [Value.Reveal] is the only door.
//
// What is redacted always prints as the same ten characters, whether it is empty,
// short or long: not even its length or presence is told. Nothing here can be
// decoded from JSON, text or TOML: a value that went through an encoder is gone.
//
// The package never reads the environment, a file or a clock, and imports only
// the standard library: it is a leaf that every room may import.
//
// All types are immutable and safe for concurrent use.
package secret
