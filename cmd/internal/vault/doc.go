// Package vault turns what the operator's config says about a name into its value,
// on the operator's machine: it is the one place there where a source becomes a
// [secret.Value].
//
//   - A [Resolver] does it: literals at once, variables from the environment that it
//     is given, 1Password references by running op, several at a time, each with a
//     limit.
//   - A [Result] is what became of one name: a value, none, or a [Problem], which
//     stops no other name. Results come one after the other, as soon as they are
//     there: the row of a picker is resolving until its name's has come.
//   - [Failure] is all problems as one message. No problem holds a value or a
//     reference, nor anything that op has said: that may hold either.
//   - [Lines] and [EnvFile] are values on their way to another process's standard
//     input; nothing else here takes one out of its wrapping.
//
// It writes no file and never prints. [WithoutKeys] is the environment for op, and
// for whatever else is started on the operator's machine.
//
// A Resolver may be used from any goroutine; it joins those that it starts.
package vault
