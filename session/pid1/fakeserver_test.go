package pid1

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"sync"

	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/link"
	"jackin/session/ptyproc"
)

// event is what the fake server tells the test, a line of JSON each: a message of
// init, output of a session, or who it is.
type event struct {
	Packet []byte     `json:"packet,omitempty"`
	ID     session.ID `json:"id,omitempty"`
	Output []byte     `json:"output,omitempty"`
	Pid    int        `json:"pid,omitempty"`
	End    bool       `json:"end,omitempty"` // of the link
}

// command is what the test tells the fake server.
type command struct {
	Packet []byte     `json:"packet,omitempty"` // a message for init, as it is
	ID     session.ID `json:"id,omitempty"`
	Input  []byte     `json:"input,omitempty"`
}

// fakeServer stands in for the real one: it is started by init in the same way,
// and passes everything between init and the test, which connects to the
// listener.
type fakeServer struct {
	link *link.Conn

	mu      sync.Mutex
	masters map[session.ID]*ptyproc.Master
	told    []event // for a test that connects later
	test    net.Conn
}

func fakeServerMain(args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	version := flags.Int("version", link.Version, "what Hello says")
	silent := flags.Bool("silent", false, "say no Hello")
	stay := flags.Bool("stay", false, "don't end at Bye")
	child := flags.Bool("child", false, "start a process and leave it behind")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := Protect(); err != nil {
		return err
	}
	// Not the Conn's own descriptor: what the test gives is written as it is.
	raw, err := unix.FcntlInt(linkFD, unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return err
	}
	conn, err := link.NewConn(os.NewFile(linkFD, "link"))
	if err != nil {
		return err
	}
	s := &fakeServer{link: conn, masters: make(map[session.ID]*ptyproc.Master)}
	s.tell(event{Pid: os.Getpid()})
	if *child {
		cmd := exec.Command("sleep", "1000")
		if err := cmd.Start(); err != nil {
			return err
		}
		s.tell(event{ID: "child", Output: fmt.Appendf(nil, "child %d\n", cmd.Process.Pid)})
	}
	if *silent {
		select {}
	}
	if err := conn.Send(link.Hello{Version: *version}); err != nil {
		return err
	}
	for {
		m, files, err := conn.Receive()
		if err != nil {
			s.tell(event{End: true})
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		packet, err := link.Encode(m)
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case link.Welcome:
			l, err := net.FileListener(files[0])
			if err != nil {
				return err
			}
			go s.listen(l, raw)
		case link.Spawned:
			s.read(m.ID, files)
		case link.Session:
			s.read(m.ID, files)
		}
		s.tell(event{Packet: packet})
		if _, bye := m.(link.Bye); bye && !*stay {
			return nil
		}
	}
}

func (s *fakeServer) tell(e event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, e)
	if s.test != nil {
		_ = json.NewEncoder(s.test).Encode(e)
	}
}

func (s *fakeServer) read(id session.ID, files []*os.File) {
	if len(files) != 1 {
		panic(fmt.Sprintf("session %q came with %d descriptors", id, len(files)))
	}
	m, err := ptyproc.NewMaster(files[0])
	if err != nil {
		panic(err)
	}
	s.mu.Lock()
	s.masters[id] = m
	s.mu.Unlock()
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := m.Read(buf)
			if err != nil {
				return
			}
			s.tell(event{ID: id, Output: buf[:n:n]})
			buf = make([]byte, 4096)
		}
	}()
}

// listen serves one test after the other.
func (s *fakeServer) listen(l net.Listener, raw int) {
	for {
		c, err := l.Accept()
		if err != nil {
			panic(err)
		}
		s.mu.Lock()
		for _, e := range s.told {
			_ = json.NewEncoder(c).Encode(e)
		}
		s.test = c
		s.mu.Unlock()
		for r := bufio.NewScanner(c); r.Scan(); {
			var cmd command
			if err := json.Unmarshal(r.Bytes(), &cmd); err != nil {
				panic(err)
			}
			if len(cmd.Packet) > 0 {
				_, _ = unix.Write(raw, cmd.Packet)
			}
			if len(cmd.Input) > 0 {
				s.mu.Lock()
				m := s.masters[cmd.ID]
				s.mu.Unlock()
				_, _ = m.Write(cmd.Input)
			}
		}
		s.mu.Lock()
		s.test = nil
		s.mu.Unlock()
	}
}
