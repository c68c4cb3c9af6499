//go:build linux

package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"jackin/mux/wire"
	"jackin/provider"
	"jackin/session/pid1"
)

func newKeys(env Env) *cobra.Command {
	keys := &cobra.Command{
		Use:   "keys",
		Short: "Set keys, and say which are set",
		Long:  "keys push sets and removes keys, keys list says which are set and from where.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return usageError{fmt.Errorf("keys wants push or list")}
		},
	}
	for _, cmd := range []*cobra.Command{newKeysPush(env), newKeysList(env), newKeysResolve(env)} {
		cmd.Args = usageArgs(cmd.Args)
		cmd.DisableFlagsInUseLine = true
		keys.AddCommand(cmd)
	}
	return keys
}

func newKeysPush(env Env) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "push [NAME] [--to CONTAINER]",
		Short: "Set keys from standard input",
		Long: `keys push reads keys from standard input, never from a terminal: with NAME the
value of that key, else lines NAME=VALUE. What it names is replaced, or removed
where the value is empty; what it doesn't name stays. A pushed key beats a file
and the environment until jackin ends, and is in no file. Labels and pickers follow
at once; a program that runs keeps the key that it was started with.

With --to and no NAME it resolves what the config says for a container that launch
has made, and pushes that; what was pushed before and the config has no more is
removed.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch name := strings.Join(args, ""); {
			case strings.HasPrefix(to, "-") || to == "" && cmd.Flags().Changed("to"):
				return usageError{fmt.Errorf("%q can't name a container", to)}
			case to == "":
				return runKeysPush(env, name)
			case name == "":
				return runKeysPushTo(cmd.Context(), env, to)
			default:
				return runKeysPushOneTo(cmd.Context(), env, to, name)
			}
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "renew the keys of this `CONTAINER`, which launch has made; with NAME: that one from standard input")
	return cmd
}

func runKeysPush(env Env, name string) error {
	if isTerminal(env.Stdin) {
		return fail(exitUsage, "a key is not typed at a terminal, which would show it").
			hint("jackin keys push NAME < FILE")
	}
	// From here on this process has what nobody else should read.
	if err := pid1.Protect(); err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(env.Stdin, pid1.MaxPush+1))
	defer clear(text)
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	catalogue := provider.Default()
	pushed, err := parseKeys(name, text, catalogue.KeyNames())
	if err != nil {
		return fail(exitUsage, "%v", err).hint("keys: %s", joinRefs(catalogue.KeyNames()))
	}
	if err := env.pushParsed(pushed); err != nil {
		return err
	}
	for _, k := range pushed {
		if len(k.Value) == 0 {
			fmt.Fprintf(env.Stderr, "jackin: %s is removed\n", k.Name)
			continue
		}
		fmt.Fprintf(env.Stderr, "jackin: %s is set\n", k.Name)
		for _, p := range catalogue.Providers {
			if p.Key == k.Name && !bytes.HasPrefix(k.Value, []byte(p.KeyPrefix)) {
				fmt.Fprintf(env.Stderr, "jackin: %s doesn't begin with %s, as the keys of %s do\n", k.Name, p.KeyPrefix, p.Label)
			}
		}
	}
	return nil
}

// pushParsed pushes keys to the jackin that runs here.
func (e Env) pushParsed(pushed []pid1.Pushed) error {
	f, err := pid1.WritePush(pushed)
	if err != nil {
		return err
	}
	defer f.Close()
	s, err := e.connect(answerTime)
	if err != nil {
		return err
	}
	defer s.close()
	return timedOut(s.push(f), answerTime)
}

// push asks for a push with f beside the request, and reads the answer.
func (s *server) push(f *os.File) error {
	conn, ok := s.conn.(*net.UnixConn)
	if !ok {
		return fmt.Errorf("this connection, a %T, can't carry keys", s.conn)
	}
	s.last++
	req, err := json.Marshal(wire.Request{ID: s.last, Verb: wire.VerbPush})
	if err != nil {
		return err
	}
	frame := wire.Append(nil, wire.TypeRequest, req)
	n, _, err := conn.WriteMsgUnix(frame, unix.UnixRights(int(f.Fd())), nil)
	if err == nil && n < len(frame) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return fmt.Errorf("send the keys: %w", err)
	}
	return s.response(s.last, nil)
}

type keysListOptions struct{ json bool }

func newKeysList(env Env) *cobra.Command {
	var o keysListOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Say which keys are set, and from where; never a value",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return runKeysList(env, o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	return cmd
}

func runKeysList(env Env, o keysListOptions) error {
	rows := []wire.Key{}
	if err := env.ask(wire.VerbKeys, nil, &rows); err != nil {
		return err
	}
	if o.json {
		return printJSON(env.Stdout, rows)
	}
	w := tabwriter.NewWriter(env.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tSOURCE")
	for _, k := range rows {
		fmt.Fprintf(w, "%s\t%s\n", k.Name, k.Source)
	}
	return w.Flush()
}
