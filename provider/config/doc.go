// Package config reads what the operator has written: config.toml and
// workspaces/NAME.toml in one directory, or the one file of a container.
//
//   - A [Config] is all of it, checked: whatever is wrong is found at once, each
//     [Problem] with file, line and column.
//   - A layer is one [env] table. Its entries ([EnvEntry]) hold sources, which may
//     be keys and redact themselves; nothing here resolves one.
//   - Options are the settings of one value each, all listed in one table
//     ([OptionTable]), which the decoder and the documentation share.
//
// Decoding is strict: a name that isn't known is a problem, never ignored. No
// message holds what was written where a key may stand, nor a line that isn't
// TOML: it may be a key without its quotes.
//
// The package reads files and writes none. It is safe for concurrent use; a Config
// isn't changed once it is loaded.
package config
