package loopback

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// event is one server-sent event: its name, and what becomes its data.
type event struct {
	name string
	data map[string]any
}

// writeEvents sends a stream of server-sent events and ends it. Both
// protocols repeat the event's name as the data's "type". What the client no
// longer reads is lost, as it is with a real endpoint.
func writeEvents(w http.ResponseWriter, events []event) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(http.StatusOK)
	for _, e := range events {
		e.data["type"] = e.name
		data, err := json.Marshal(e.data)
		if err != nil {
			return // not reached: the data are our own maps and strings
		}
		if _, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", e.name, data); err != nil {
			return
		}
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
	}
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that went away wants nothing
}

// writeError answers in a form that both protocols read: Anthropic's looks at
// type and error.type, OpenAI's at error.message.
func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]any{
		"type":  "error",
		"error": map[string]any{"type": "invalid_request_error", "message": message},
	})
}

// modelList is the answer to GET …/models: an empty list in the form of both
// protocols. The CLIs send the model they were told, listed or not.
func modelList() map[string]any {
	return map[string]any{"object": "list", "data": []any{}, "models": []any{}, "has_more": false}
}
