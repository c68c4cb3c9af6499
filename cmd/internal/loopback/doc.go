// Package loopback plays the providers' HTTP endpoints on 127.0.0.1, so that
// the real agent CLIs can be run, tested and shown without an account and
// without the network.
//
// One [Server] speaks both protocols: Anthropic's Messages API (POST
// …/v1/messages), which Claude Code uses, and OpenAI's Responses API (POST
// …/responses), which Codex uses. The path in front of these is free, so that
// the same server stands behind any base_url. Every prompt leads to the same
// two turns: the model asks for the shell command pwd, and when its output
// comes back it answers in a sentence that begins with the marker.
//
//	CLI ── prompt ──► endpoint          CLI ── output of pwd ──► endpoint
//	CLI ◄── run pwd ─ endpoint          CLI ◄── "MARKER: the working directory is /x/y"
//
// The nouns:
//
//   - ask: what one request wants, in the words of neither protocol
//   - reply: a command to run, or text
//   - [Request]: the record of one request as it came in
//
// It decides by the request alone and keeps no state per conversation, so
// any number of CLIs may talk to one server at once. It checks no key: it
// records what was presented, and a test compares. The records, and the log
// where one is asked for, therefore hold credentials in clear: it is for
// canaries and a demonstration's invented keys, never for a real one.
//
// It never listens on anything but 127.0.0.1, never connects anywhere, runs
// nothing and writes no file.
//
// All methods of Server may be called from any goroutine.
package loopback
