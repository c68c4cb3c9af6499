package launch

import (
	"context"
	"errors"
	"io"
)

// Engine runs containers.
type Engine interface {
	// Containers are those of ours, in whatever state.
	Containers(ctx context.Context) ([]Container, error)
	// Create makes a container called name, which doesn't run yet; env holds the
	// values of s.Variables. What the engine says meanwhile, of an image that it
	// fetches, goes to progress, which may be nil. The error is ErrNameTaken where
	// there is a container of that name.
	Create(ctx context.Context, s Spec, name string, env []byte, progress io.Writer) error
	// Start gives a container that doesn't run its settings, as root's own file, and
	// starts it.
	Start(ctx context.Context, name string, settings []byte) error
	// Stop ends what runs in a container, and the container with it. It returns when
	// that is done.
	Stop(ctx context.Context, name string) error
	// Remove removes a container that doesn't run, and its unnamed volumes.
	Remove(ctx context.Context, name string) error
	// Logs are the last lines that a container's init has said.
	Logs(ctx context.Context, name string) (string, error)
	// Exec is the command line on this machine that runs argv in a container, with
	// standard streams and without a terminal.
	Exec(name string, argv ...string) []string
}

// ErrNameTaken is Create's error for a name that is in use.
var ErrNameTaken = errors.New("the name is taken")
