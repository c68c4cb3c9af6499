//go:build linux

package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// documentInit is the verb init as help shows it; Main runs it.
func documentInit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init [--tab AGENT[:PROVIDER]]... [--main AGENT[:PROVIDER]] [--user U[:G]]",
		Short: "Run what holds the sessions, in the foreground",
		Long: `init starts and reaps every session and holds the keys; it starts the server,
and starts it again if it dies. jackin without a verb runs it by itself.
TERM, INT and RTMIN+3 end it and every session with it.

As PID 1 of a container jackin without a verb is init, takes its options, and
attaches where it has a terminal. It reads key files as root and then runs server
and sessions as another user, so that no tab can read them; for that root needs
the capabilities CHOWN, KILL, SETGID and SETUID, which Docker gives it.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return fmt.Errorf("init is run by main") },
	}
	addInitFlags(cmd.Flags())
	return cmd
}
