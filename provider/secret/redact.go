package secret

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted stands in for everything that this package hides.
const redacted = "[redacted]"

// redactedJSON is redacted as a JSON string.
const redactedJSON = `"` + redacted + `"`

// writeRedacted serves every fmt.Formatter here. It ignores verb, width and
// precision: a padded or cut redaction could be taken for a value.
func writeRedacted(f fmt.State) { _, _ = io.WriteString(f, redacted) }

// String returns the redaction, never the key.
func (Value) String() string { return redacted }

// GoString returns the redaction, never the key.
func (Value) GoString() string { return redacted }

// Format writes the redaction for every verb.
func (Value) Format(f fmt.State, _ rune) { writeRedacted(f) }

// LogValue is the redaction.
func (Value) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns the redaction; TOML, XML and JSON's map keys use it.
func (Value) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON returns the redaction as a JSON string.
func (Value) MarshalJSON() ([]byte, error) { return []byte(redactedJSON), nil }

// String returns the redaction, never the literal or the reference.
func (Source) String() string { return redacted }

// GoString returns the redaction, never the literal or the reference.
func (Source) GoString() string { return redacted }

// Format writes the redaction for every verb.
func (Source) Format(f fmt.State, _ rune) { writeRedacted(f) }

// LogValue is the redaction.
func (Source) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns the redaction; TOML, XML and JSON's map keys use it.
func (Source) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON returns the redaction as a JSON string.
func (Source) MarshalJSON() ([]byte, error) { return []byte(redactedJSON), nil }
