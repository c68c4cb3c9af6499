// Command jackin runs coding agents in tabs: PID 1 of a container, server,
// client and the operator's verbs in one binary. See jackin help.
package main

import (
	"os"

	"jackin/cmd/internal/cli"
)

func main() {
	os.Exit(cli.Main(cli.System(), os.Args[1:]))
}
