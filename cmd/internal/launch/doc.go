// Package launch starts workspaces in containers, on the operator's machine.
//
//   - A [Spec] is a container as it is to be made: image, mounts, user, limits,
//     labels. [SpecOf] makes one of the config; it holds no value of any [env].
//   - An [Engine] makes, starts, lists and ends containers of ours, which carry the
//     label [LabelWorkspace]. [CLI] is one: the command of docker or podman, whose
//     arguments are pure functions of a Spec.
//   - A [Runner] runs one command of an engine; [Process] does it for real. It is all
//     that touches the world here.
//   - [Settings] is the config without its [env], as a container's own file.
//   - [Offer] is what the pickers offer before a container starts, and [Pick] asks.
//
// No key is ever in a Spec, an argument or an engine's environment. Keys reach a
// container by the standard input of `jackin keys push` in it, other variables by
// that of the engine's `create --env-file`.
//
// Everything may be called from any goroutine, but Pick, which belongs to that of its
// screen.
package launch
