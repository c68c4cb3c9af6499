//go:build linux

package cli

import (
	"context"
	"log/slog"
	"os"
	"slices"

	"jackin/cmd/internal/logfile"
	"jackin/mux"
	"jackin/mux/ui"
	"jackin/session/link"
	"jackin/session/pid1"
)

// linkFD is the descriptor of the link to init: the first behind the three
// standard ones.
const linkFD = 3

// runServe is the server's process; init starts it, nobody else does.
func runServe(env Env, args []string) error {
	if err := pid1.Protect(); err != nil {
		return err
	}
	conn, err := link.NewConn(os.NewFile(linkFD, "link"))
	if err != nil {
		return fail(exitUsage, "serve is started by init alone: %v", err)
	}
	if err := ui.PrepareEnv(); err != nil {
		return err
	}
	level := slog.LevelInfo
	if slices.Contains(args, "--debug") {
		level = slog.LevelDebug
	}
	out := env.Stderr
	if file, ok := logfile.TakeStderr(); ok {
		out = file
	}
	log := slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level})).With("process", "server")
	err = mux.Serve(context.Background(), mux.Config{
		Link: conn, Build: build(), Log: log,
		LookupEnv: env.LookupEnv, LookPath: env.lookPath, Base: pid1.ServerBase(env.Environ),
	})
	if err != nil {
		log.Error("server ends", "err", err)
		return silent{exitFailed}
	}
	return nil
}
