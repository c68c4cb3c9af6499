// Package env makes the environment of a session.
//
//   - [Base] is what every session starts from: init's own environment at its
//     start, less what is dropped.
//   - [Build] applies a Spec to it: unset first, then set. The result is a list
//     of [Entry], literals and key references: it can be shown.
//   - [Fill] puts the keys' values in. It is the one place of a session's life
//     where a key is revealed; init calls it just before the fork.
//
// Patterns ([Match]) are names in which * stands for any run of characters.
//
// The package is pure: it reads no environment, file or clock. Everything may be
// called from any goroutine.
package env
