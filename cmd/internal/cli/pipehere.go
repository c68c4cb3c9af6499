//go:build linux

package cli

import (
	"fmt"
	"io"
)

// runPipe joins standard input and output with the server's socket: the inner
// half of an attach from the host. No terminal is involved, so every byte
// passes, and the end of the outer half is an end of file here.
func runPipe(env Env) error {
	conn, _, err := env.dial()
	if err != nil {
		return err
	}
	defer conn.Close()
	done := make(chan error, 2)
	go func() { // ends with the process: a read of standard input can't be called off
		_, err := io.Copy(conn, env.Stdin)
		done <- err
	}()
	go func() {
		_, err := io.Copy(env.Stdout, conn)
		done <- err
	}()
	if err := <-done; err != nil && !broken(err) {
		return fmt.Errorf("pass bytes on: %w", err)
	}
	return nil
}
