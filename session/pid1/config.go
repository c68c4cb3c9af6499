package pid1

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"jackin/session/link"
)

// Limits and times of init.
const (
	// maxSessions is how many sessions are held at once, dead ones included; one
	// more is refused with a message.
	maxSessions = 64

	// defaultStop is Config.StopTimeout's default: Docker kills after 10 s.
	defaultStop = 8 * time.Second

	// closeTime is what a live session has to end by itself when it is closed:
	// SIGTERM, SIGHUP after a share of it, SIGKILL at its end.
	closeTime   = 5 * time.Second
	hangupShare = 5

	// helloTime is what a server has for its first message; then it is killed.
	helloTime = 15 * time.Second

	// eofTime is what the link of a dead server may take to end: a child of its
	// may have it open. Then what it still sent is lost.
	eofTime = time.Second

	// terminalPause is the wait before the client on init's own terminal is
	// started again after it has failed.
	terminalPause = time.Second

	// longLife is how long a server must live for the delays to begin anew.
	longLife = 10 * time.Second

	// firstDeaths is how often the server may die before one was ever welcomed;
	// then Run gives up: it can't start here.
	firstDeaths = 5
)

// restartDelays come before the first, second, ... start after a death; the last
// before all further ones.
var restartDelays = [...]time.Duration{0, 100 * time.Millisecond, 500 * time.Millisecond, time.Second}

// Config is what Run works with.
type Config struct {
	// RunDir is the run directory, for the server to know.
	RunDir string
	// Build is this program's build, for the server and the log to show.
	Build string
	// Listener is the listening socket. Run takes it over.
	Listener *os.File
	// Settings is an opaque record for each server, at most link.MaxSettings.
	Settings []byte
	// Tabs are for the first server to open; see link.MaxFirstTabs.
	Tabs []link.FirstTab
	// Terminal is the command line, after the program's name, of a client on
	// init's own standard streams, which are a terminal; nil is none. It isn't
	// ended like a session, and is started again if it fails.
	Terminal []string
	// BaseDrop are patterns of variables that no session inherits; see env.Match.
	BaseDrop []string
	// User is whom server and sessions run as; nil is init's own user. Another one
	// needs root and the capabilities of MissingCapabilities.
	User *User
	// ServerArgs is the server's command line after the program's name; nil is
	// the verb serve.
	ServerArgs []string
	// ServerLog gets what the server writes to standard error; nil drops it. It
	// stays the caller's.
	ServerLog *os.File
	// StopTimeout is how long everything may take to end; 0 is 8 s. See Run.
	StopTimeout time.Duration
	// Log gets what init does; nil drops it.
	Log *slog.Logger
	// Ready is called once, on Run's goroutine, when the first server has been
	// welcomed; it may be nil, and must not block.
	Ready func()

	times times
}

// times are those that tests shorten; the zero value of each is the constant.
type times struct {
	restart []time.Duration
	close   time.Duration
	hello   time.Duration
	again   time.Duration
}

func (c *Config) check() error {
	if c.Listener == nil {
		return errors.New("no listener")
	}
	if len(c.Settings) > link.MaxSettings {
		return fmt.Errorf("settings of %d bytes are larger than %d", len(c.Settings), link.MaxSettings)
	}
	if _, err := link.Encode(link.Welcome{Tabs: c.Tabs}); err != nil {
		return fmt.Errorf("first tabs: %w", err)
	}
	if c.ServerArgs == nil {
		c.ServerArgs = []string{"serve"}
	}
	if c.StopTimeout <= 0 {
		c.StopTimeout = defaultStop
	}
	if c.times.restart == nil {
		c.times.restart = restartDelays[:]
	}
	c.times.close = cmp.Or(c.times.close, closeTime)
	c.times.hello = cmp.Or(c.times.hello, helloTime)
	c.times.again = cmp.Or(c.times.again, terminalPause)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}
