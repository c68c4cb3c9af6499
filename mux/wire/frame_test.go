package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jackin/session"
)

var update = flag.Bool("update", false, "rewrite the recorded frames")

// rw is a stream of which one side is recorded.
type rw struct {
	io.Reader
	io.Writer
}

func TestReadWrite(t *testing.T) {
	var stream bytes.Buffer
	c := NewConn(rw{&stream, &stream})
	long := bytes.Repeat([]byte("0123456789abcdef"), MaxPayload/16+1)
	if err := c.WriteRaw(TypeInput, long); err != nil {
		t.Fatal(err)
	}
	if err := c.WriteRaw(TypeInput, nil); err != nil {
		t.Fatal(err)
	}
	if err := c.WriteJSON(TypeResize, Resize{Cols: 80, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	var got []byte
	for i := range 2 {
		typ, p, err := c.Read()
		if err != nil || typ != TypeInput {
			t.Fatalf("frame %d: type %d, %v", i, typ, err)
		}
		got = append(got, p...)
	}
	if !bytes.Equal(got, long) {
		t.Errorf("raw bytes came out as %d bytes, want %d of the same", len(got), len(long))
	}
	typ, p, err := c.Read()
	if err != nil || typ != TypeResize {
		t.Fatalf("resize: type %d, %v", typ, err)
	}
	var r Resize
	if err := Decode(p, &r); err != nil || r != (Resize{80, 24}) {
		t.Errorf("Decode(%s) = %+v, %v", p, r, err)
	}
	if _, _, err := c.Read(); err != io.EOF {
		t.Errorf("at the end: %v, want io.EOF", err)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, tc := range []struct {
		name, stream string
		want         error
	}{
		{"nothing", "", io.EOF},
		{"half a header", "\x00\x00", io.ErrUnexpectedEOF},
		{"no payload", "\x00\x00\x00\x02\x03", io.ErrUnexpectedEOF},
		{"half a payload", "\x00\x00\x00\x02\x03a", io.ErrUnexpectedEOF},
		{"too long", "\x7f\xff\xff\xff\x03", ErrTooLong},
	} {
		_, _, err := NewConn(rw{bytes.NewBufferString(tc.stream), io.Discard}).Read()
		if !errors.Is(err, tc.want) {
			t.Errorf("%s: Read() = %v, want %v", tc.name, err, tc.want)
		}
	}
}

func TestWriteJSONTooLong(t *testing.T) {
	err := NewConn(rw{nil, io.Discard}).WriteJSON(TypeRequest, Request{Verb: string(make([]byte, MaxPayload))})
	if !errors.Is(err, ErrTooLong) {
		t.Errorf("WriteJSON = %v, want %v", err, ErrTooLong)
	}
}

// samples has one of every message, as version 1 sends it.
func samples() map[string]struct {
	typ Type
	v   any
} {
	code := 3
	pid := 12
	minimax := "minimax"
	return map[string]struct {
		typ Type
		v   any
	}{
		"hello":    {TypeHello, &Hello{Version: 1, Build: "b", Keys: []string{"MINIMAX_API_KEY"}}},
		"attach":   {TypeAttach, &Attach{Cols: 80, Rows: 24, Tab: "2", Picker: true, ReadOnly: true, Dir: "/d", Term: "xterm", ColorTerm: "truecolor", Resume: []byte("r")}},
		"resize":   {TypeResize, &Resize{Cols: 80, Rows: 24}},
		"request":  {TypeRequest, &Request{ID: 7, Verb: VerbNew, Body: json.RawMessage(`{"dir":"/d"}`)}},
		"response": {TypeResponse, &Response{ID: 7, Error: &Error{Code: 4, Message: "m", Hints: []string{"h"}}}},
		"leave":    {TypeLeave, &Leave{Code: 1, Message: "m", Fence: []byte("\x1b[0n")}},
		"tab": {TypeResponse, &Tab{ID: 1, UUID: "u", Label: "l", Agent: "claude", Provider: &minimax, Dir: "/d", Pid: &pid,
			State: "exited", Activity: "unknown", Exit: &Exit{Code: &code}}},
		"new":      {TypeRequest, &NewTab{Agent: "claude", Provider: "minimax", Command: []string{"c"}, Args: []string{"a"}, Dir: "/d", Label: "l", Background: true, From: "u"}},
		"provider": {TypeResponse, &ProviderRow{Agent: "claude", Provider: "minimax", Label: "MiniMax", Native: true, Configured: true, Reason: "r"}},
		"health":   {TypeResponse, &Health{Pid: 1, InitPid: 2, Build: "b", Tabs: 3, Clients: 4}},
		"capture":  {TypeRequest, &Capture{Tab: "1", ANSI: true, History: true}},
		"send":     {TypeRequest, &Send{Tab: "1", Text: []byte("ls\xff"), Keys: []string{"up"}, Enter: true}},
		"wait":     {TypeRequest, &Wait{Tab: "1", State: StateExited}},
		"rename":   {TypeRequest, &Rename{Tab: "1", Label: "l"}},
		"restart":  {TypeRequest, &Restart{Tab: "1"}},
		"kill":     {TypeRequest, &Kill{Tab: "1", Signal: 9, Close: true}},
		"event":    {TypeEvent, &Event{Time: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Event: EventClosed, ID: 1, UUID: "u"}},
		"key":      {TypeResponse, &Key{Name: "MINIMAX_API_KEY", Source: "push"}},
	}
}

// TestRecorded reads what version 1 has written: a change that breaks it needs
// a new version.
func TestRecorded(t *testing.T) {
	for name, s := range samples() {
		path := filepath.Join("testdata", "v1-"+name+".frame")
		var frame bytes.Buffer
		if err := NewConn(rw{nil, &frame}).WriteJSON(s.typ, s.v); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(path, frame.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		recorded, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		typ, p, err := NewConn(rw{bytes.NewReader(recorded), nil}).Read()
		if err != nil || typ != s.typ {
			t.Fatalf("%s: type %d, %v", name, typ, err)
		}
		got := zeroLike(s.v)
		if err := Decode(p, got); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(s.v, got); diff != "" {
			t.Errorf("%s (-sent +recorded):\n%s", name, diff)
		}
	}
}

func TestNewExit(t *testing.T) {
	for _, tc := range []struct {
		exit session.Exit
		want string
	}{
		{session.Exit{}, `{"code":0}`},
		{session.Exit{Code: 3}, `{"code":3}`},
		{session.Exit{Signal: 9}, `{"signal":"KILL"}`},
	} {
		b, err := json.Marshal(NewExit(tc.exit))
		if err != nil || string(b) != tc.want {
			t.Errorf("NewExit(%+v) is %s, %v, want %s", tc.exit, b, err, tc.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range samples() {
		var frame bytes.Buffer
		if err := NewConn(rw{nil, &frame}).WriteJSON(s.typ, s.v); err != nil {
			f.Fatal(err)
		}
		f.Add(frame.Bytes())
	}
	f.Add([]byte("\x00\x00\x00\x00\x03\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := NewConn(rw{bytes.NewReader(b), io.Discard})
		read := 0
		for {
			typ, p, err := c.Read()
			if err != nil {
				return
			}
			if read += headerSize + len(p); read > len(b) {
				t.Fatalf("read %d bytes of %d", read, len(b))
			}
			if again := Append(nil, typ, p); !bytes.Equal(again, b[read-len(again):read]) {
				t.Fatalf("Append gives %x, read from %x", again, b)
			}
			for _, s := range samples() {
				_ = Decode(p, zeroLike(s.v)) // must not panic
			}
		}
	})
}
