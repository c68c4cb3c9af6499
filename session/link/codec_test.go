package link

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jackin/session"
)

var update = flag.Bool("update", false, "write the packets of this version that testdata doesn't have yet")

// samples has every kind of message, every field set.
var samples = []Message{
	Welcome{
		Version: 1, Build: "v1.2.3", Settings: []byte(`{"a":1}`), Record: []byte{0, 255}, RunDir: "/run/jackin",
		Keys: []KeyInfo{{Name: "MINIMAX_API_KEY", Source: "file"}}, InitPid: 1, Bare: true, Restarts: 3,
	},
	Session{ID: "a-b", Pid: 12, Record: []byte("r"), Exit: &session.Exit{Code: 3, Signal: 9}},
	Ready{},
	Spawned{ID: "a-b", Pid: 12},
	SpawnFailed{ID: "a-b", Message: "not found"},
	Exited{ID: "a-b", Exit: session.Exit{Code: 3}},
	KeysChanged{Keys: []KeyInfo{{Name: "ZAI_API_KEY", Source: "push"}}},
	Stopping{WithinMS: 3000},
	Bye{Reason: "stopped"},
	Hello{Version: 1, Build: "v1.2.3"},
	Spawn{ID: "a-b", Record: []byte("r"), Spec: session.Spec{
		Argv: []string{"claude", "-x"}, Dir: "/home", Unset: []string{"A*"},
		Set:  []session.Var{{Name: "A", Value: "b"}, {Name: "T", Key: "MINIMAX_API_KEY"}},
		Size: session.Size{Cols: 120, Rows: 39},
	}},
	Record{ID: "a-b", Data: []byte("r")},
	Signal{ID: "a-b", Signal: 15},
	Close{ID: "a-b"},
	QuitDone{},
	Stop{},
	KeysPush{ID: 7},
}

func sampleName(m Message) string {
	return fmt.Sprintf("%02d-%s", m.kind(), strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", m), "link.")))
}

// The packets of testdata are those of releases: they decode for ever.
func TestDecodePackets(t *testing.T) {
	if len(samples) != len(decoders) {
		t.Errorf("%d samples for %d kinds", len(samples), len(decoders))
	}
	for _, m := range samples {
		path := filepath.Join("testdata", fmt.Sprintf("v%d", Version), sampleName(m))
		if *update {
			writeNew(t, path, m)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Errorf("%v (run with -update for a new kind)", err)
			continue
		}
		got, err := Decode(b)
		if err != nil {
			t.Errorf("Decode(%s): %v", path, err)
			continue
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Errorf("Decode(%s) (-want +got):\n%s", path, diff)
		}
	}
}

func writeNew(t *testing.T, path string, m Message) {
	t.Helper()
	b, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, os.ErrExist) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestEncodeDecode(t *testing.T) {
	for _, m := range samples {
		b, err := Encode(m)
		if err != nil {
			t.Errorf("Encode(%T): %v", m, err)
			continue
		}
		got, err := Decode(b)
		if err != nil {
			t.Errorf("Decode(Encode(%T)): %v", m, err)
			continue
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Errorf("Decode(Encode(%T)) (-want +got):\n%s", m, diff)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	big := bytes.Repeat([]byte("x"), MaxRecord+1)
	for _, test := range []struct {
		name string
		m    Message
	}{
		{"a record too large", Record{Data: big}},
		{"a session's record too large", Session{ID: "a", Record: big}},
		{"a spawn's record too large", Spawn{ID: "a", Record: big}},
		{"settings too large", Welcome{Settings: bytes.Repeat([]byte("x"), MaxSettings+1)}},
		{"no id", Close{}},
		{"an id too long", Close{ID: session.ID(strings.Repeat("x", maxID+1))}},
		{"an id of no text", Close{ID: "\xff"}},
		{"no signal", Signal{ID: "a"}},
		{"a signal that isn't there", Signal{ID: "a", Signal: 65}},
		{"an argument of no text", Spawn{ID: "a", Spec: session.Spec{Argv: []string{"\xff"}}}},
		{"a directory of no text", Spawn{ID: "a", Spec: session.Spec{Dir: "\xff"}}},
		{"a variable of no text", Spawn{ID: "a", Spec: session.Spec{Set: []session.Var{{Name: "A", Value: "\xff"}}}}},
		{"a packet too large", Spawn{ID: "a", Spec: session.Spec{Argv: []string{strings.Repeat("x", MaxMessage)}}}},
	} {
		if b, err := Encode(test.m); err == nil {
			t.Errorf("%s: Encode = %d bytes, want an error", test.name, len(b))
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, test := range []struct {
		name, packet string
	}{
		{"nothing", ""},
		{"no body", "\x01"},
		{"half a body", "\x01{\"version\":"},
		{"another type", "\x01[]"},
		{"no id", "\x24{}"},
		{"a signal that isn't there", "\x23{\"id\":\"a\",\"signal\":-1}"},
		{"too large", "\x03" + strings.Repeat(" ", MaxMessage) + "{}"},
		{"a record too large", `"{"id":"a","data":"` + strings.Repeat("AAAA", MaxRecord/3+1) + `"}`},
	} {
		if m, err := Decode([]byte(test.packet)); err == nil || errors.Is(err, ErrUnknownKind) {
			t.Errorf("%s: Decode = %v, %v, want an error", test.name, m, err)
		}
	}
	if _, err := Decode([]byte("\xf0{}")); !errors.Is(err, ErrUnknownKind) {
		t.Errorf("Decode of kind 240: %v, want %v", err, ErrUnknownKind)
	}
}

// What a newer side adds to a message is skipped.
func TestDecodeSkipsNewFields(t *testing.T) {
	got, err := Decode([]byte("\x04{\"id\":\"a\",\"pid\":7,\"later\":{}}"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Message(Spawned{ID: "a", Pid: 7}), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzDecode(f *testing.F) {
	for _, m := range samples {
		b, err := Encode(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("\xf0{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Decode(b)
		if err != nil {
			return
		}
		again, err := Encode(m)
		if err != nil {
			// An escape such as \u0001 may be longer than what it was read from.
			if len(b) > MaxMessage/8 {
				return
			}
			t.Fatalf("Encode(%#v): %v", m, err)
		}
		got, err := Decode(again)
		if err != nil {
			t.Fatalf("Decode(%q): %v", again, err)
		}
		if diff := cmp.Diff(m, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// What later releases of this version have added comes through.
func TestAddedFields(t *testing.T) {
	for _, m := range []Message{
		Welcome{Version: 1, Tabs: []FirstTab{{Agent: "claude", Provider: "zai", Dir: "/", Main: true}, {Command: []string{"sh", "-c"}, Dir: "/a"}}},
		Spawn{ID: "a", Main: true, Spec: session.Spec{Argv: []string{"sh"}}},
		Stop{Code: 255, Reason: "why"},
	} {
		b, err := Encode(m)
		if err != nil {
			t.Errorf("Encode(%+v): %v", m, err)
			continue
		}
		got, err := Decode(b)
		if diff := cmp.Diff(m, got); err != nil || diff != "" {
			t.Errorf("Decode: %v (-want +got):\n%s", err, diff)
		}
	}
	for _, m := range []Message{
		Stop{Code: 256}, Stop{Code: -1}, Stop{Reason: "\xff"}, Stop{Reason: strings.Repeat("a", MaxRecord+1)},
		Welcome{Tabs: make([]FirstTab, MaxFirstTabs+1)}, Welcome{Tabs: []FirstTab{{Dir: "\xff"}}},
		Welcome{Tabs: []FirstTab{{Command: []string{strings.Repeat("a", MaxRecord)}}}},
	} {
		if _, err := Encode(m); err == nil {
			t.Errorf("Encode(%T) takes what can't be", m)
		}
	}
}
