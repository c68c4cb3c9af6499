package launch

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"jackin/provider/config"
)

const (
	// callTime is the limit of a call that only asks or changes something small.
	callTime = 30 * time.Second
	// stopTime is how long a stop may take: a little more than the longest limit that
	// a config can give init. The engine kills long before that.
	stopTime = 11 * time.Minute
	// logLines is how many lines of a container's log are shown.
	logLines = 20
)

// CLI is an engine that has a command line like docker's.
type CLI struct {
	// Program is config.EngineDocker or config.EnginePodman.
	Program string
	Runner  Runner
	// UID is the operator's own: podman without root needs to be told whose the
	// mounts are.
	UID int
}

var _ Engine = CLI{}

// createArgs are the arguments of the command that makes a container.
func (c CLI) createArgs(s Spec, name string) []string {
	args := []string{"create", "--name", name}
	labels := s.labels(c.fingerprint(s))
	for _, key := range sorted(labels) {
		args = append(args, "--label", key+"="+labels[key])
	}
	return append(args, c.specArgs(s)...)
}

// specArgs are those arguments that say what the container is like.
func (c CLI) specArgs(s Spec) []string {
	args := []string{"--workdir", s.Workdir, "--mount", bind(s.Workdir, s.Workdir, false)}
	for _, m := range s.Mounts {
		args = append(args, "--mount", bind(m.Source, m.Target, m.ReadOnly))
	}
	if s.Home != "" {
		args = append(args, "--mount", fields("type=volume", "source="+s.Home, "target="+s.HomePath()))
	}
	if s.Memory > 0 {
		args = append(args, "--memory", strconv.FormatInt(s.Memory, 10))
	}
	if s.CPUs > 0 {
		args = append(args, "--cpus", strconv.FormatFloat(s.CPUs, 'f', -1, 64))
	}
	if s.Pids > 0 {
		args = append(args, "--pids-limit", strconv.FormatInt(s.Pids, 10))
	}
	if s.Restart != "" && s.Restart != config.RestartNo {
		args = append(args, "--restart", s.Restart)
	}
	if s.StopTimeout > 0 {
		args = append(args, "--stop-timeout", strconv.Itoa(int((s.StopTimeout+stopMargin)/time.Second)))
	}
	if len(s.Variables) > 0 {
		// The values come on standard input: neither an argument nor a file has them.
		args = append(args, "--env", EnvNamesVar+"="+strings.Join(s.Variables, ","), "--env-file", "/dev/stdin")
	}
	if c.Program == config.EnginePodman && c.UID != 0 {
		// Else the operator's files are root's in there, and nobody's to write.
		args = append(args, "--userns", "keep-id")
	}
	if s.Image == DefaultImage {
		args = append(args, "--pull", "never")
	}
	// init is root, whatever the image says; the sessions are the operator's.
	args = append(args, "--user", "0:0", "--entrypoint", "jackin", s.Image, "init")
	return append(args, "--user", fmt.Sprintf("%d:%d", s.UID, s.GID))
}

// bind is a mount of the operator's machine, as --mount reads it.
func bind(source, target string, readOnly bool) string {
	parts := []string{"type=bind", "source=" + source, "target=" + target}
	if readOnly {
		parts = append(parts, "readonly")
	}
	return fields(parts...)
}

// fields is a line of CSV, which --mount's argument is: a path may hold a comma.
func fields(parts ...string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(parts) // a strings.Builder takes everything
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// fingerprint is the same for two containers that are made alike.
func (c CLI) fingerprint(s Spec) string {
	sum := sha256.Sum256([]byte(strings.Join(c.specArgs(s), "\x00")))
	return hex.EncodeToString(sum[:6])
}

// MadeOf says that a container was made of s as it is now.
func (c CLI) MadeOf(s Spec, container Container) bool {
	return container.Labels[LabelSpec] == c.fingerprint(s)
}

func (c CLI) run(ctx context.Context, limit time.Duration, args ...string) ([]byte, error) {
	return c.Runner.Run(ctx, Command{Argv: append([]string{c.Program}, args...), Limit: limit})
}

// Containers implements Engine.
func (c CLI) Containers(ctx context.Context) ([]Container, error) {
	ids, err := c.run(ctx, callTime, "ps", "--all", "--quiet", "--no-trunc", "--filter", "label="+LabelWorkspace)
	if err != nil {
		return nil, fmt.Errorf("list containers: %w", err)
	}
	list := strings.Fields(string(ids))
	if len(list) == 0 {
		return nil, nil
	}
	text, err := c.run(ctx, callTime, append([]string{"inspect", "--type", "container"}, list...)...)
	// One that was removed meanwhile is a complaint; the others are described.
	var exit *ExitError
	if err != nil && !(errors.As(err, &exit) && len(text) > 0) {
		return nil, fmt.Errorf("describe containers: %w", err)
	}
	return parseContainers(text)
}

// Create implements Engine.
func (c CLI) Create(ctx context.Context, s Spec, name string, env []byte, progress io.Writer) error {
	command := Command{Argv: append([]string{c.Program}, c.createArgs(s, name)...), Progress: progress}
	if len(s.Variables) > 0 {
		command.Stdin = env
	}
	_, err := c.Runner.Run(ctx, command)
	var exit *ExitError
	if errors.As(err, &exit) && strings.Contains(exit.Said, "name") && strings.Contains(exit.Said, "already in use") {
		return ErrNameTaken
	}
	return err
}

// Start implements Engine.
func (c CLI) Start(ctx context.Context, name string, settings []byte) error {
	archive, err := settingsArchive(settings)
	if err != nil {
		return err
	}
	copied := Command{Argv: []string{c.Program, "cp", "-", name + ":/etc"}, Stdin: archive, Limit: callTime}
	if _, err := c.Runner.Run(ctx, copied); err != nil {
		return fmt.Errorf("copy the settings in: %w", err)
	}
	_, err = c.run(ctx, callTime, "start", name)
	return err
}

// settingsArchive is config.ContainerFile below /etc, root's.
func settingsArchive(settings []byte) ([]byte, error) {
	path := strings.TrimPrefix(config.ContainerFile, "/etc/")
	dir, _, _ := strings.Cut(path, "/")
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: dir + "/", Mode: 0o755})
	if err == nil {
		err = w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: path, Mode: 0o644, Size: int64(len(settings))})
	}
	if err == nil {
		_, err = w.Write(settings)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("pack the settings: %w", err)
	}
	return b.Bytes(), nil
}

// Stop implements Engine.
func (c CLI) Stop(ctx context.Context, name string) error {
	_, err := c.run(ctx, stopTime, "stop", name)
	return err
}

// Remove implements Engine.
func (c CLI) Remove(ctx context.Context, name string) error {
	_, err := c.run(ctx, callTime, "rm", "--volumes", name)
	return err
}

// Logs implements Engine.
func (c CLI) Logs(ctx context.Context, name string) (string, error) {
	var said bytes.Buffer
	command := Command{Argv: []string{c.Program, "logs", "--tail", strconv.Itoa(logLines), name}, Limit: callTime, Progress: &said}
	out, err := c.Runner.Run(ctx, command)
	if err != nil {
		return "", err
	}
	// init says everything on standard error.
	return strings.TrimSpace(string(out) + said.String()), nil
}

// Exec implements Engine.
func (c CLI) Exec(name string, argv ...string) []string {
	return append([]string{c.Program, "exec", "-i", name}, argv...)
}
