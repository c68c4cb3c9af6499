package loopback

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	// maxBody is the longest request body that is read, in bytes. A longer
	// one is answered with 413 and recorded without its body. Claude Code's
	// first request has 60 KB.
	maxBody = 8 << 20
	// headerWait is how long a connection may take to send its request's
	// headers; then it is closed.
	headerWait = 10 * time.Second
)

// Options say what a Server answers and records. The zero value works.
type Options struct {
	// Marker begins every final answer, so that a test finds the answer of
	// this server on a screen. Empty: "loopback".
	Marker string
	// Trigger is the text that a prompt must contain to make the endpoint
	// run its command; other prompts get a sentence of text, without the
	// marker. Empty: every prompt does.
	Trigger string
	// Log gets one line of JSON for each request, credentials included, in
	// one Write. Nil: no log. The first error of a Write ends the log and is
	// what Close returns.
	Log io.Writer
}

// Server is a running endpoint. It is made by [Start].
type Server struct {
	opts    Options
	url     string
	http    *http.Server
	records *recorder
	serving sync.WaitGroup // Serve's goroutine, which alone adds to conns
	conns   sync.WaitGroup // connections, each with its goroutine of net/http's
}

// Start listens on a free port of 127.0.0.1 and serves until Close.
func Start(opts Options) (*Server, error) {
	if opts.Marker == "" {
		opts.Marker = "loopback"
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	s := &Server{
		opts:    opts,
		url:     "http://" + l.Addr().String(),
		records: newRecorder(opts.Log),
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: headerWait, ConnState: s.count}
	s.serving.Go(func() {
		// It returns when Close closes the listener; nothing else ends it.
		_ = s.http.Serve(l)
	})
	return s, nil
}

// URL is the server's root, such as "http://127.0.0.1:40123", without a
// slash at the end. A base_url is this with any path after it.
func (s *Server) URL() string { return s.url }

// count keeps conns: net/http's own Close doesn't wait for its connections.
func (s *Server) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.conns.Add(1)
	case http.StateClosed:
		s.conns.Done()
	}
}

// Close ends every connection, answered or not, and waits until the last is
// gone. It returns the log's error, if it had one. Closing twice is allowed.
func (s *Server) Close() error {
	err := s.http.Close()
	s.serving.Wait()
	s.conns.Wait()
	return errors.Join(err, s.records.logError())
}

// serve answers one request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		s.records.add(r, nil, "", replyError)
		writeError(w, http.StatusRequestEntityTooLarge, "read the body: "+err.Error())
		return
	}
	// By the end of the path alone: what stands before it is the base_url's.
	switch path := r.URL.Path; {
	case r.Method == http.MethodHead:
		s.records.add(r, body, "", replyEmpty)
		w.WriteHeader(http.StatusOK)
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/v1/messages"):
		s.messages(w, r, body)
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/v1/messages/count_tokens"):
		s.countTokens(w, r, body)
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/responses"):
		s.responses(w, r, body)
	case r.Method == http.MethodGet && strings.HasSuffix(path, "/models"):
		s.records.add(r, body, "", replyModels)
		writeJSON(w, http.StatusOK, modelList())
	default:
		s.records.add(r, body, "", replyError)
		writeError(w, http.StatusNotFound, "no such endpoint: "+r.Method+" "+path)
	}
}
