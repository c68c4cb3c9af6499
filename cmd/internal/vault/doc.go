// Package vault turns what the operator's config says about a name into its value,
// on the operator's machine: it is the one place there where a source becomes a
// [secret.Value]. A name that can't be resolved is a [Problem], which stops no
// other name.
//
// It reads the environment through the function that it is given, and touches no
// file and no network. No problem holds a value or a reference.
//
// It may be called from any goroutine.
package vault
