//go:build !linux

package cli

// tabWords are none: there is no server on this system.
func (e Env) tabWords() []string { return nil }

// offered are none, for the same reason.
func (e Env) offered(string) []string { return nil }
