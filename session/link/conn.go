package link

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Limits of what waits for a side that doesn't read. Handing over everything
// takes 66 messages, 1 MB at most; past either limit Send returns ErrBacklog.
const (
	maxQueued      = 1024
	maxQueuedBytes = 4 << 20
)

// ErrBacklog says that the other side has read nothing for so long that the
// queue is full: it is hung, and the message is lost.
var ErrBacklog = errors.New("the other side of the link doesn't read")

// Conn is one side of a link.
type Conn struct {
	f  *os.File
	rc syscall.RawConn

	// Of Receive alone.
	buf, oob []byte

	drained sync.WaitGroup // the goroutine that empties the queue

	mu       sync.Mutex
	queue    []packet
	queued   int // bytes in queue
	draining bool
	err      error // why nothing can be sent any more
}

// packet is a message that the kernel hasn't taken yet. Its descriptors are
// duplicates of its own.
type packet struct {
	data []byte
	fds  []int
}

// Pair returns init's side and the descriptor of the server's, which is
// close-on-exec: whoever starts the server hands it over and closes it.
func Pair() (init *Conn, server *os.File, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("make link: %w", err)
	}
	init, err = NewConn(os.NewFile(uintptr(fds[0]), "link"))
	if err != nil {
		_ = unix.Close(fds[1])
		return nil, nil, err
	}
	return init, os.NewFile(uintptr(fds[1]), "link"), nil
}

// NewConn makes a Conn of the descriptor that was handed over, and takes f
// over, also where it fails.
func NewConn(f *os.File) (*Conn, error) {
	f, err := pollable(f)
	if err != nil {
		return nil, fmt.Errorf("open link: %w", err)
	}
	rc, err := f.SyscallConn()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open link: %w", err), f.Close())
	}
	return &Conn{
		f:   f,
		rc:  rc,
		buf: make([]byte, MaxMessage),
		oob: make([]byte, unix.CmsgSpace(MaxFDs*4)),
	}, nil
}

// pollable checks that f is the right kind of socket and returns it as a file
// that the runtime's poller knows: one that was inherited is blocking.
func pollable(f *os.File) (*os.File, error) {
	defer func() { _ = f.Close() }()
	rc, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	fd := -1
	ctl := rc.Control(func(raw uintptr) {
		var kind int
		if kind, err = unix.GetsockoptInt(int(raw), unix.SOL_SOCKET, unix.SO_TYPE); err != nil {
			return
		}
		if kind != unix.SOCK_SEQPACKET {
			err = errors.New("it isn't a socket of packets")
			return
		}
		if err = unix.SetNonblock(int(raw), true); err == nil {
			fd, err = unix.FcntlInt(raw, unix.F_DUPFD_CLOEXEC, 0)
		}
	})
	if err = errors.Join(ctl, err); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

// Send sends m and duplicates of fds, which stay the caller's. It never blocks;
// see [ErrBacklog]. Other errors are those of [Encode], after which the link is
// as it was, and that the other side is gone.
func (c *Conn) Send(m Message, fds ...int) error {
	data, err := Encode(m)
	if err != nil {
		return err
	}
	if len(fds) > MaxFDs {
		return fmt.Errorf("send %T: %d descriptors are more than %d", m, len(fds), MaxFDs)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return fmt.Errorf("send %T: %w", m, c.err)
	}
	if len(c.queue) == 0 {
		err := c.trySend(packet{data, fds})
		if !errors.Is(err, unix.EAGAIN) {
			if err != nil {
				err = fmt.Errorf("send %T: %w", m, err)
			}
			return err
		}
	}
	if len(c.queue) >= maxQueued || c.queued+len(data) > maxQueuedBytes {
		return fmt.Errorf("send %T: %w", m, ErrBacklog)
	}
	p := packet{data: data}
	for _, fd := range fds {
		dup, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			p.close()
			return fmt.Errorf("send %T: %w", m, err)
		}
		p.fds = append(p.fds, dup)
	}
	c.queue = append(c.queue, p)
	c.queued += len(data)
	if !c.draining {
		c.draining = true
		c.drained.Go(c.drain)
	}
	return nil
}

// trySend gives p to the kernel, or returns EAGAIN.
func (c *Conn) trySend(p packet) (err error) {
	ctl := c.rc.Control(func(fd uintptr) { err = sendmsg(int(fd), p) })
	return errors.Join(ctl, err)
}

func sendmsg(fd int, p packet) error {
	var oob []byte
	if len(p.fds) > 0 {
		oob = unix.UnixRights(p.fds...)
	}
	for {
		err := unix.Sendmsg(fd, p.data, oob, nil, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL)
		if err != unix.EINTR {
			return err
		}
	}
}

// drain empties the queue as the socket takes it, and ends.
func (c *Conn) drain() {
	err := c.rc.Write(func(fd uintptr) bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		for len(c.queue) > 0 {
			err := sendmsg(int(fd), c.queue[0])
			if err == unix.EAGAIN {
				return false
			}
			if err != nil {
				c.failLocked(err)
				break
			}
			c.queued -= len(c.queue[0].data)
			c.queue[0].close()
			c.queue[0] = packet{}
			c.queue = c.queue[1:]
		}
		c.queue, c.draining = nil, false
		return true
	})
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.failLocked(err)
		c.draining = false
	}
}

// failLocked gives up what is queued.
func (c *Conn) failLocked(err error) {
	if c.err == nil {
		c.err = err
	}
	for _, p := range c.queue {
		p.close()
	}
	c.queue, c.queued = nil, 0
}

func (p packet) close() {
	for _, fd := range p.fds {
		_ = unix.Close(fd)
	}
}

// Receive returns the next message of a known kind and its descriptors, which
// are the caller's to close. It blocks until there is one. The error is io.EOF
// once the other side is gone and everything that it sent was returned; any
// other error means that the link can't be trusted any more. After an error no
// descriptor is left open.
func (c *Conn) Receive() (Message, []*os.File, error) {
	for {
		n, fds, err := c.receive()
		if err != nil {
			return nil, nil, err
		}
		m, err := Decode(c.buf[:n])
		if err == nil {
			return m, files(fds), nil
		}
		packet{fds: fds}.close()
		if !errors.Is(err, ErrUnknownKind) {
			return nil, nil, err
		}
	}
}

// receive reads one packet into buf.
func (c *Conn) receive() (n int, fds []int, err error) {
	var oobn, flags int
	reset := false
	wait := c.rc.Read(func(fd uintptr) bool {
		for {
			n, oobn, flags, _, err = unix.Recvmsg(int(fd), c.buf, c.oob, unix.MSG_DONTWAIT|unix.MSG_CMSG_CLOEXEC)
			switch {
			case err == unix.EINTR:
			case err == unix.ECONNRESET && !reset:
				// The other side closed before it had read everything. That is
				// reported once, ahead of what it had sent.
				reset = true
			default:
				return err != unix.EAGAIN
			}
		}
	})
	if err = errors.Join(wait, err); err != nil {
		return 0, nil, fmt.Errorf("receive message: %w", err)
	}
	if fds, err = rights(c.oob[:oobn]); err == nil {
		switch {
		case flags&unix.MSG_CTRUNC != 0:
			err = fmt.Errorf("more than %d descriptors, or none free", MaxFDs)
		case flags&unix.MSG_TRUNC != 0:
			err = fmt.Errorf("more than %d bytes", MaxMessage)
		}
	}
	if err != nil {
		packet{fds: fds}.close()
		return 0, nil, fmt.Errorf("receive message: %w", err)
	}
	if n == 0 {
		packet{fds: fds}.close()
		return 0, nil, io.EOF
	}
	return n, fds, nil
}

// rights returns the descriptors of control messages, also of those before one
// that can't be read.
func rights(oob []byte) (fds []int, err error) {
	if len(oob) == 0 {
		return nil, nil
	}
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, err
	}
	for i := range msgs {
		if msgs[i].Header.Level != unix.SOL_SOCKET || msgs[i].Header.Type != unix.SCM_RIGHTS {
			continue
		}
		got, err := unix.ParseUnixRights(&msgs[i])
		if err != nil {
			return fds, err
		}
		fds = append(fds, got...)
	}
	return fds, nil
}

func files(fds []int) []*os.File {
	var fs []*os.File
	for _, fd := range fds {
		fs = append(fs, os.NewFile(uintptr(fd), "from link"))
	}
	return fs
}

// Close ends the link: Receive returns, what is still queued is dropped. It may
// be called more than once.
func (c *Conn) Close() error {
	err := c.f.Close()
	c.mu.Lock()
	c.failLocked(os.ErrClosed)
	c.mu.Unlock()
	c.drained.Wait()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
