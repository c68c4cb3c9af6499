// Package config reads and edits what the operator has written: config.toml and
// workspaces/NAME.toml in one directory, or the one file of a container.
//
//   - A [Config] is all of it, checked: whatever is wrong is found at once, each
//     [Problem] with file, line and column. [Load] refuses what has problems,
//     [Survey] goes on with the rest, as a screen does.
//   - A [Scope] names one [env] table: global, of a role, of a workspace, of a role of
//     a workspace. Its entries ([EnvEntry]) hold sources, which may be keys and redact
//     themselves; nothing here resolves one. [Config.Resolve] says for each name
//     which scope's [Setting] wins and which it shadows.
//   - Options are the settings of one value each, all listed in one table
//     ([OptionTable]), which the decoder and the documentation share.
//     [Config.OptionValues] says what applies, and from where.
//   - An [Edit] changes one name, role or file. [Prepare] makes edits on a file's text
//     and nothing else of it: comments, order and formatting stay byte for byte. The
//     [Change] that it returns has been decoded again and is what was meant: it shows
//     what will be written where, without values ([Change.Lines]), and what applies
//     then ([Change.Config]); [Change.Write] writes it.
//   - [Enter] turns what a person has typed into a source.
//
// So a form does: Survey; Enter, as the person types; Prepare(dir, SetEnv(scope,
// name, source)) for the preview; Write when they save; where that is [ErrChanged],
// Prepare again and show it again. UnsetEnv removes a name; where the Change's Config
// still resolves it, a broader layer applies, and SetEnv with [secret.Hidden] in its
// place hides that.
//
// Decoding is strict: a name that isn't known is a problem, never ignored. No
// message holds what was written where a key may stand, nor a line that isn't
// TOML: it may be a key without its quotes.
//
// Nothing is written but by Write. The package is safe for concurrent use; a Config
// and a Change aren't changed once they are there.
package config
