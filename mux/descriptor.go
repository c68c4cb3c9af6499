package mux

import (
	"errors"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// receiver reads a client's connection and keeps the descriptor that came last
// beside its bytes: a read alone would lose it. It is used by one goroutine.
type receiver struct {
	*net.UnixConn
	file *os.File // nil is none
	oob  [64]byte // for a descriptor or two; the kernel closes what is more
}

// Read implements io.Reader.
func (r *receiver) Read(p []byte) (int, error) {
	n, oobn, _, _, err := r.ReadMsgUnix(p, r.oob[:])
	if oobn > 0 {
		r.keep(r.oob[:oobn])
	}
	if errors.Is(err, io.EOF) {
		err = io.EOF // as Read says it, without a wrapper
	}
	return n, err
}

// keep takes the last descriptor of a control message and closes the others.
func (r *receiver) keep(oob []byte) {
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return
	}
	for i := range msgs {
		fds, err := unix.ParseUnixRights(&msgs[i])
		if err != nil {
			continue
		}
		for _, fd := range fds {
			r.drop()
			r.file = os.NewFile(uintptr(fd), "from client")
		}
	}
}

// take gives the descriptor away; nil is none.
func (r *receiver) take() *os.File {
	f := r.file
	r.file = nil
	return f
}

// drop closes a descriptor that nobody has taken.
func (r *receiver) drop() {
	if f := r.take(); f != nil {
		f.Close()
	}
}
