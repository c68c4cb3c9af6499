package mux

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"jackin/mux/wire"
)

// health is what the server says of itself.
func (s *server) health() wire.Health {
	h := wire.Health{Pid: os.Getpid(), InitPid: s.welcome.InitPid, Build: s.cfg.Build, Tabs: len(s.tabs), Clients: len(s.viewers)}
	for _, v := range s.viewers {
		pid := v.pid()
		switch {
		case pid <= 0: // of another PID namespace, or gone
		case v.life.silent:
			h.SilentPids = append(h.SilentPids, pid)
		default:
			h.ClientPids = append(h.ClientPids, pid)
		}
	}
	return h
}

// pid is the client's process; 0 where it can't be known.
func (v *viewer) pid() int {
	c, ok := v.conn.(syscall.Conn)
	if !ok {
		return 0
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return 0
	}
	pid := 0
	// A connection that was closed meanwhile has no process.
	_ = raw.Control(func(fd uintptr) {
		if cred, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			pid = int(cred.Pid)
		}
	})
	return pid
}
