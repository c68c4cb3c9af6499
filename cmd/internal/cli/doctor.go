//go:build linux

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/doctor"
	"jackin/cmd/internal/rundir"
	"jackin/mux/wire"
)

// doctorKeys tells the doctor, who is executed again without keys like every
// verb, the names of those that were there.
const doctorKeys = "JACKIN_DOCTOR_KEYS"

type doctorOptions struct{ json bool }

func newDoctor(env Env) *cobra.Command {
	var o doctorOptions
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what is wrong here, and what mends it",
		Long: `doctor looks at the server, the container and its limits, keys that are where
they shouldn't be, what killed clients left behind, and asks this terminal what
it can do. It needs no server. It exits with 1 if something is bad; a warning is
something that is lost, or known to surprise.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return runDoctor(env, o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	return cmd
}

func runDoctor(env Env, o doctorOptions) error {
	in := doctor.Options{Getenv: env.Getenv, InTab: env.Getenv("JACKIN_TAB") != ""}
	if names := env.Getenv(doctorKeys); names != "" {
		in.Keys = strings.Split(names, ",")
	}
	in.Stdin, _ = env.Stdin.(*os.File)
	var err error
	if in.Server, err = env.examined(); err != nil && !errors.Is(err, rundir.ErrNoServer) {
		in.Refusal, in.Foreign = oneLine(asError(err).Message), asError(err).Code == exitNotPermitted
	}
	facts, err := doctor.Gather(in)
	if err != nil {
		return err
	}
	findings := doctor.Examine(facts)
	if o.json {
		err = printJSON(env.Stdout, findings)
	} else {
		err = printFindings(env.Stdout, findings)
	}
	if err == nil && doctor.Worst(findings) == doctor.Bad {
		err = silent{exitFailed}
	}
	return err
}

// examined asks the server who it is.
func (e Env) examined() (*doctor.Server, error) {
	s, err := e.connect(healthTime)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var h wire.Health
	if err := s.request(wire.VerbHealth, nil, &h); err != nil {
		return nil, timedOut(err, healthTime)
	}
	return &doctor.Server{InitPid: h.InitPid, Pid: h.Pid, Clients: h.ClientPids, Silent: h.SilentPids}, nil
}

func printFindings(w io.Writer, findings []doctor.Finding) error {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%-5s %-13s %s\n", f.State, f.Name, f.Message)
		if f.Mend != "" {
			fmt.Fprintf(&b, "%-19s mend: %s\n", "", f.Mend)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
