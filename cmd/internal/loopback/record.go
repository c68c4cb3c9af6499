package loopback

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	// maxRequests is how many records are kept; then each new one displaces
	// the oldest. The log has them all.
	maxRequests = 4096
	// maxBodies is how many bytes of bodies all records keep together. Past
	// it the oldest records lose their bodies (Request.Dropped), never the
	// rest. One of Claude Code's has 60 KB.
	maxBodies = 64 << 20
)

// Reply names what a request was answered with.
type Reply string

// The replies. A Request of one whole task has ReplyTool and then ReplyAnswer.
const (
	ReplyTool   Reply = "tool"   // asked the CLI to run the command
	ReplyAnswer Reply = "answer" // the command's output came; the marker and the output
	ReplyText   Reply = "text"   // some text: no trigger in the prompt, or no tool to run a command with
	ReplyTitle  Reply = "title"  // a small JSON object: the request demanded a schema
	replyCount  Reply = "count"  // a number of tokens
	replyModels Reply = "models" // the list of models
	replyEmpty  Reply = "empty"  // HEAD
	replyError  Reply = "error"  // a status of 400 or more
)

// Request is the record of one request. It holds the credentials that the
// client presented, in clear.
type Request struct {
	// Time is when it was recorded: whole, before its reply is written.
	Time time.Time `json:"time"`
	// Method, Path and Query are the request line's; Query has no "?".
	Method string `json:"method"`
	Path   string `json:"path"`
	Query  string `json:"query,omitempty"`
	// Header is all headers, Host among them. All copies of a record share it:
	// it is to be read, not changed.
	Header http.Header `json:"header"`
	// Model is the body's "model"; empty where there is none.
	Model string `json:"model,omitempty"`
	// Reply is what it was answered with.
	Reply Reply `json:"reply"`
	// Body is the whole body. Empty if it was too long to read, or Dropped.
	Body string `json:"body,omitempty"`
	// Dropped says that Body was forgotten to make room for newer ones. It is
	// never set in the log.
	Dropped bool `json:"dropped,omitempty"`
}

// Key is the credential that the request presented as a bearer token, else
// as x-api-key; empty if neither. A request that presents both at once must
// be found by its Header.
func (r Request) Key() string {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return token
	}
	return r.Header.Get("X-Api-Key")
}

// Requests returns the records so far, the oldest first, at most the last
// 4096. The slice is the caller's.
func (s *Server) Requests() []Request { return s.records.list() }

// Wait returns the first record, past or to come, for which match is true.
// It ends with an error that lists what did come when ctx does.
func (s *Server) Wait(ctx context.Context, match func(Request) bool) (Request, error) {
	for {
		all, more := s.records.snapshot()
		for _, r := range all {
			if match(r) {
				return r, nil
			}
		}
		select {
		case <-more:
		case <-ctx.Done():
			return Request{}, fmt.Errorf("wait for a request: %w; came: %s", context.Cause(ctx), summary(all))
		}
	}
}

// summary tells a failing test what did happen, without credentials.
func summary(all []Request) string {
	if len(all) == 0 {
		return "none"
	}
	var lines []string
	for _, r := range all {
		lines = append(lines, fmt.Sprintf("%s %s %s -> %s", r.Method, r.Path, r.Model, r.Reply))
	}
	return strings.Join(lines, "; ")
}

// recorder keeps the records and writes the log.
type recorder struct {
	mu     sync.Mutex
	all    []Request
	bodies int           // bytes of all[:].Body together
	next   int           // index into all of the oldest record that may still have a body
	more   chan struct{} // closed and replaced when a record is added
	log    io.Writer     // nil: none, or ended by logErr
	logErr error
}

func newRecorder(log io.Writer) *recorder {
	return &recorder{log: log, more: make(chan struct{})}
}

func (c *recorder) add(r *http.Request, body []byte, model string, reply Reply) {
	rec := Request{
		Time: time.Now(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
		Header: r.Header.Clone(), Model: model, Reply: reply, Body: string(body),
	}
	rec.Header.Set("Host", r.Host) // net/http takes it out of the headers

	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.all) == maxRequests {
		c.bodies -= len(c.all[0].Body)
		c.all = append(c.all[:0], c.all[1:]...)
		c.next = max(0, c.next-1)
	}
	c.all = append(c.all, rec)
	c.bodies += len(rec.Body)
	for ; c.bodies > maxBodies; c.next++ {
		old := &c.all[c.next]
		c.bodies -= len(old.Body)
		old.Dropped = old.Body != ""
		old.Body = ""
	}
	close(c.more)
	c.more = make(chan struct{})
	c.logLocked(rec)
}

func (c *recorder) logLocked(rec Request) {
	if c.log == nil {
		return
	}
	line, err := json.Marshal(rec)
	if err == nil {
		_, err = c.log.Write(append(line, '\n'))
	}
	if err != nil {
		c.logErr = fmt.Errorf("write the request log: %w", err)
		c.log = nil
	}
}

func (c *recorder) logError() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.logErr
}

func (c *recorder) list() []Request {
	all, _ := c.snapshot()
	return all
}

// snapshot returns a copy of the records, and a channel that is closed when
// there are more.
func (c *recorder) snapshot() ([]Request, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]Request, len(c.all))
	copy(all, c.all)
	return all, c.more
}
