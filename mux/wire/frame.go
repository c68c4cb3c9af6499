package wire

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Version is the version of the frames in this package. It is raised when one
// changes its meaning; a new field or type doesn't raise it.
const Version = 1

// MaxPayload is the largest payload of a frame, in bytes. A reader refuses a
// longer frame before it allocates; writers split raw bytes and refuse JSON.
const MaxPayload = 256 << 10

const headerSize = 5

// Type is what a frame is. Numbers are never used again.
type Type byte

// From the client to the server; Hello goes both ways.
const (
	TypeHello   Type = 1 // Hello
	TypeAttach  Type = 2 // Attach
	TypeInput   Type = 3 // raw: what the outer terminal sent
	TypeResize  Type = 4 // Resize
	TypeRequest Type = 5 // Request
)

// From the server to the client.
const (
	TypeOutput   Type = 32 // raw: for the outer terminal
	TypeResponse Type = 33 // Response
	TypeResume   Type = 34 // raw: what Attach.Resume is to hold from now on
	TypeLeave    Type = 35 // Leave
	TypeData     Type = 36 // raw: part of what a verb was asked for
	TypeEvent    Type = 37 // Event
)

// ErrTooLong is the error of a frame beyond MaxPayload.
var ErrTooLong = errors.New("frame is too long")

// Append appends a frame to dst. It panics on a payload beyond MaxPayload:
// callers have split it.
func Append(dst []byte, t Type, payload []byte) []byte {
	if len(payload) > MaxPayload {
		panic("wire: payload beyond MaxPayload")
	}
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(payload)))
	dst = append(dst, byte(t))
	return append(dst, payload...)
}

// Conn frames a stream. Read is for one goroutine; the writing methods may be
// called by several, a frame is written whole.
type Conn struct {
	r      io.Reader
	header [headerSize]byte
	buf    []byte

	mu  sync.Mutex
	w   io.Writer
	out []byte
}

// NewConn frames rw.
func NewConn(rw io.ReadWriter) *Conn { return &Conn{r: rw, w: rw} }

// Read returns the next frame. The payload is valid until the next Read. At
// the end of the stream between two frames the error is io.EOF, inside one it
// is io.ErrUnexpectedEOF.
func (c *Conn) Read() (Type, []byte, error) {
	if _, err := io.ReadFull(c.r, c.header[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(c.header[:])
	if n > MaxPayload {
		return 0, nil, fmt.Errorf("read frame of %d bytes: %w", n, ErrTooLong)
	}
	if cap(c.buf) < int(n) {
		c.buf = make([]byte, n)
	}
	c.buf = c.buf[:n]
	if _, err := io.ReadFull(c.r, c.buf); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return 0, nil, err
	}
	return Type(c.header[4]), c.buf, nil
}

// WriteRaw writes p in as many frames of type t as it takes, none for no bytes.
func (c *Conn) WriteRaw(t Type, p []byte) error {
	if len(p) == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(p) > 0 {
		n := min(len(p), MaxPayload)
		c.out = Append(c.out[:0], t, p[:n])
		if _, err := c.w.Write(c.out); err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

// WriteJSON writes v as one frame of type t.
func (c *Conn) WriteJSON(t Type, v any) error {
	p, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if len(p) > MaxPayload {
		return fmt.Errorf("write frame of %d bytes: %w", len(p), ErrTooLong)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.out = Append(c.out[:0], t, p)
	_, err = c.w.Write(c.out)
	return err
}

// Decode fills v from a control payload; fields it doesn't know are skipped.
func Decode(payload []byte, v any) error {
	if err := json.Unmarshal(payload, v); err != nil {
		return fmt.Errorf("decode %T: %w", v, err)
	}
	return nil
}
