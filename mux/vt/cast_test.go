package vt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// cast is a recording in asciicast's format, version 2
// (https://docs.asciinema.org/manual/asciicast/v2/): a header, then an event a
// line. Events other than output are passed over.
type cast struct {
	Cols, Rows int
	Events     []castEvent
}

type castEvent struct {
	At   time.Duration
	Data string
}

type castHeader struct {
	Version int `json:"version"`
	Width   int `json:"width"`
	Height  int `json:"height"`
}

const castVersion = 2

func parseCast(data []byte) (c cast, err error) {
	lines := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	var h castHeader
	if err := json.Unmarshal(lines[0], &h); err != nil || h.Version != castVersion {
		return c, fmt.Errorf("header %q: %v", lines[0], err)
	}
	c.Cols, c.Rows = h.Width, h.Height
	for _, line := range lines[1:] {
		var e [3]any
		if err := json.Unmarshal(line, &e); err != nil {
			return c, err
		}
		at, _ := e[0].(float64)
		if text, ok := e[2].(string); ok && e[1] == "o" {
			c.Events = append(c.Events, castEvent{time.Duration(at * float64(time.Second)), text})
		}
	}
	return c, nil
}

// output is everything that was printed.
func (c *cast) output() []byte {
	var b bytes.Buffer
	for _, e := range c.Events {
		b.WriteString(e.Data)
	}
	return b.Bytes()
}

// recordings are those of testdata/recordings by their names.
func recordings(t *testing.T) map[string]cast {
	t.Helper()
	files, err := filepath.Glob("testdata/recordings/*.cast")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d recordings, %v", len(files), err)
	}
	all := map[string]cast{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := parseCast(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".cast")] = c
	}
	return all
}

// TestRecordings replays each recording at its size and at others, in one piece,
// byte by byte and in random pieces, and resized in the middle.
func TestRecordings(t *testing.T) {
	for name, c := range recordings(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			input := c.output()
			r := rand.New(rand.NewPCG(1, uint64(len(input))))
			for _, size := range [][2]int{{c.Cols, c.Rows}, {40, 12}, {200, 60}} {
				whole := newTestScreen(size[0], size[1])
				whole.Write(input)
				checkInvariants(t, whole)
				want := whole.Snapshot()
				bytewise, random := newTestScreen(size[0], size[1]), newTestScreen(size[0], size[1])
				for i := range input {
					bytewise.Write(input[i : i+1])
				}
				for rest := input; len(rest) > 0; {
					n := min(len(rest), 1+r.IntN(2000))
					random.Write(rest[:n])
					rest = rest[n:]
				}
				for how, s := range map[string]*Screen{"byte by byte": bytewise, "in random pieces": random} {
					if !bytes.Equal(s.Snapshot(), want) {
						t.Errorf("%s at %dx%d shows\n%s\nwant\n%s", how, size[0], size[1], s.Text(), whole.Text())
					}
				}
			}
			// Resized in the middle, it must be whole and the same in other pieces.
			var screens [2]*Screen
			for i := range screens {
				s := newTestScreen(c.Cols, c.Rows)
				for at, next := 0, 0; at < len(input); at = next {
					next = min(at+1+len(input)/7, len(input))
					for part := at; part < next; part += 1 + i*500 {
						s.Write(input[part:min(part+1+i*500, next)])
					}
					checkInvariants(t, s)
					s.Resize(1+(next*7)%150, 1+(next*3)%50)
					checkInvariants(t, s)
				}
				screens[i] = s
			}
			if !bytes.Equal(screens[0].Snapshot(), screens[1].Snapshot()) {
				t.Errorf("resized in the middle it shows\n%s\nin larger pieces\n%s", screens[0].Text(), screens[1].Text())
			}
		})
	}
}
