package secret_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"text/template"

	"github.com/BurntSushi/toml"

	"jackin/provider/secret"
)

// The canaries: what must not show up in any output of this file's tests.
const (
	canaryKey     = "sk-cp-canary-value"
	canaryLiteral = "sk-cp-canary-literal"
	canaryHost    = "CANARY_HOST_VARIABLE"
	canaryOp      = "op://canary-vault/item/field"
	canaryAccount = "canary-account"
)

var canaries = []string{"canary", "CANARY"}

type exported struct {
	Value     secret.Value
	Pointer   *secret.Value
	Source    secret.Source
	SourcePtr *secret.Source
	Map       map[string]secret.Value
	List      []secret.Source
	Any       any
}

// unexported hides its secrets where fmt calls no methods.
type unexported struct {
	value     secret.Value
	pointer   *secret.Value
	source    secret.Source
	sourcePtr *secret.Source
	m         map[string]secret.Value
	list      []secret.Source
	any       any
}

func sources(t *testing.T) map[string]secret.Source {
	t.Helper()
	must := func(s secret.Source, err error) secret.Source {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	return map[string]secret.Source{
		"literal": must(secret.ParseSource(canaryLiteral)),
		"host":    must(secret.ParseSource("$" + canaryHost)),
		"op":      must(secret.Op(canaryOp, canaryAccount)),
		"hidden":  secret.Hidden(),
		"absent":  {},
	}
}

// carriers returns every way in which the tests hold a secret.
func carriers(t *testing.T) map[string]any {
	t.Helper()
	v := secret.New(canaryKey)
	c := map[string]any{
		"Value":         v,
		"*Value":        &v,
		"[]Value":       []secret.Value{v},
		"[1]Value":      [1]secret.Value{v},
		"map of Value":  map[string]secret.Value{"k": v},
		"map of *Value": map[string]*secret.Value{"k": &v},
		"struct":        struct{ V secret.Value }{v},
	}
	for name, s := range sources(t) {
		c["Source "+name] = s
		c["*Source "+name] = &s
		c["[]Source "+name] = []secret.Source{s}
		c["exported "+name] = exported{v, &v, s, &s, map[string]secret.Value{"k": v}, []secret.Source{s}, v}
		u := unexported{v, &v, s, &s, map[string]secret.Value{"k": v}, []secret.Source{s}, s}
		c["unexported "+name] = u
		c["*unexported "+name] = &u
	}
	return c
}

func checkNoCanary(t *testing.T, what, got string) {
	t.Helper()
	for _, c := range canaries {
		if strings.Contains(got, c) {
			t.Errorf("%s = %q, holds a canary", what, got)
		}
	}
	// %x and its like would show it in another spelling.
	for _, c := range canaries {
		for _, f := range []string{"%x", "%X", "% x", "% X"} {
			if strings.Contains(got, fmt.Sprintf(f, c)) {
				t.Errorf("%s = %q, holds a canary as %s", what, got, f)
			}
		}
	}
}

// formats is each verb, known or not, with each flag and with width and precision.
func formats() []string {
	var fs []string
	for c := rune(' '); c < 0x7f; c++ {
		if c == '%' || strings.ContainsRune("+-# 0123456789.*[", c) {
			continue
		}
		for _, flags := range []string{"", "+", "-", "#", " ", "0", "#+", "+#", "40", "-40", "3", ".2", "60.60", "# "} {
			fs = append(fs, "%"+flags+string(c))
		}
	}
	return fs
}

func TestNoVerbShowsASecret(t *testing.T) {
	for name, c := range carriers(t) {
		for _, f := range formats() {
			checkNoCanary(t, fmt.Sprintf("Sprintf(%q, %s)", f, name), fmt.Sprintf(f, c))
		}
		checkNoCanary(t, "Sprint("+name+")", fmt.Sprint(c))
		checkNoCanary(t, "Sprintln("+name+")", fmt.Sprintln(c))
		checkNoCanary(t, "Errorf("+name+")", fmt.Errorf("spawn: %v %w", c, errors.New("x")).Error())
	}
}

func TestEveryVerbIsTheRedaction(t *testing.T) {
	const want = "[redacted]"
	for _, f := range formats() {
		if c := f[len(f)-1]; c == 'T' || c == 'p' || c == 'w' {
			continue // fmt never asks a Formatter for these
		}
		for _, v := range []any{secret.New(canaryKey), secret.Value{}, secret.Hidden(), secret.Source{}} {
			if got := fmt.Sprintf(f, v); got != want {
				t.Errorf("Sprintf(%q, %T) = %q, want %q", f, v, got, want)
			}
		}
	}
	v, s := secret.New(canaryKey), secret.Hidden()
	for _, got := range []string{v.String(), v.GoString(), v.LogValue().String(), s.String(), s.GoString(), s.LogValue().String()} {
		if got != want {
			t.Errorf("printed %q, want %q", got, want)
		}
	}
}

func TestNoLogShowsASecret(t *testing.T) {
	for name, c := range carriers(t) {
		var out bytes.Buffer
		opts := &slog.HandlerOptions{Level: slog.LevelDebug}
		for _, h := range []slog.Handler{slog.NewTextHandler(&out, opts), slog.NewJSONHandler(&out, opts)} {
			l := slog.New(h)
			l.Debug("m", "k", c)
			l.With("k", c).WithGroup("g").Info("m", slog.Group("h", slog.Any("k", c)))
			l.Error(fmt.Sprint(c), "err", fmt.Errorf("x: %v", c))
		}
		checkNoCanary(t, "slog of "+name, out.String())
	}
}

func TestNoEncoderShowsASecret(t *testing.T) {
	for name, c := range carriers(t) {
		if b, err := json.Marshal(c); err != nil {
			t.Errorf("json.Marshal(%s): %v", name, err)
		} else {
			checkNoCanary(t, "json of "+name, string(b))
		}
		var out bytes.Buffer
		// Some carriers aren't what TOML or XML can hold; what they wrote until
		// then, and their errors, must be clean all the same.
		err := toml.NewEncoder(&out).Encode(map[string]any{"k": c})
		checkNoCanary(t, "toml of "+name, out.String()+fmt.Sprint(err))
		out.Reset()
		err = xml.NewEncoder(&out).Encode(c)
		checkNoCanary(t, "xml of "+name, out.String()+fmt.Sprint(err))
		out.Reset()
		err = template.Must(template.New("").Parse("{{.}} {{printf \"%v\" .}} {{print .}}")).Execute(&out, c)
		checkNoCanary(t, "template of "+name, out.String()+fmt.Sprint(err))
	}
}

func TestEncoded(t *testing.T) {
	doc := struct {
		V secret.Value
		S secret.Source
	}{secret.New(canaryKey), secret.Hidden()}
	b, err := json.Marshal(doc)
	if want := `{"V":"[redacted]","S":"[redacted]"}`; err != nil || string(b) != want {
		t.Errorf("json = %s, %v; want %s", b, err, want)
	}
	var out bytes.Buffer
	err = toml.NewEncoder(&out).Encode(doc)
	if want := "V = \"[redacted]\"\nS = \"[redacted]\"\n"; err != nil || out.String() != want {
		t.Errorf("toml = %q, %v; want %q", out.String(), err, want)
	}
}

// A Value in a panic message is printed by the runtime, which asks a Stringer.
func TestPanicIsRedacted(t *testing.T) {
	defer func() {
		if got := fmt.Sprint(recover()); got != "[redacted]" {
			t.Errorf("recovered %q", got)
		}
	}()
	panic(secret.New(canaryKey))
}

func TestNothingDecodesIntoAValue(t *testing.T) {
	var doc struct{ V secret.Value }
	if err := json.Unmarshal([]byte(`{"V":"x"}`), &doc); err == nil || !doc.V.Empty() {
		t.Errorf("json.Unmarshal = %v, Empty %t; want an error", err, doc.V.Empty())
	}
}
