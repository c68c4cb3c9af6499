package pid1

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"jackin/provider/secret"
	"jackin/session/link"
)

func ring(t *testing.T, keys ...key) *Keyring {
	t.Helper()
	fd, err := writeKeyring(keys)
	if err != nil {
		t.Fatal(err)
	}
	k, err := openKeyring(fd)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.close)
	return k
}

// TestPush: a push beats file and environment, an empty value removes, and what
// isn't named stays.
func TestPush(t *testing.T) {
	k := ring(t,
		key{"A", sourceFile, []byte("sk-canary-file")},
		key{"B", sourceEnvironment, []byte("sk-canary-environment")},
		key{"C", sourceFile, []byte("sk-canary-other")})
	f, err := WritePush([]Pushed{{"A", []byte("sk-canary-early")}, {"B", nil}, {"C", []byte("sk-canary-other")}, {"D", []byte("sk-canary-new")}, {"A", []byte("sk-canary-late")}})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte("x"), 0); err == nil {
		t.Error("what WritePush makes can be written to")
	}
	pushed, err := readPush(f)
	if err != nil {
		t.Fatal(err)
	}
	next, err := k.merge(pushed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"A", "B"}, k.replacedBy(next)); diff != "" {
		t.Errorf("keys with another value (-want +got):\n%s", diff)
	}
	k.replace(next)
	want := []link.KeyInfo{{Name: "A", Source: "push"}, {Name: "C", Source: "push"}, {Name: "D", Source: "push"}}
	if diff := cmp.Diff(want, k.Infos()); diff != "" {
		t.Errorf("after the push (-want +got):\n%s", diff)
	}
	for name, want := range map[secret.Ref]string{"A": "sk-canary-late", "B": "", "C": "sk-canary-other", "D": "sk-canary-new"} {
		if v, ok := k.Get(name); v.Reveal() != want || ok != (want != "") {
			t.Errorf("Get(%s) is another value, or %t", name, ok)
		}
	}
	if !sealed(k.fd) {
		t.Error("the new keys aren't sealed")
	}
}

// TestPushWhileKeysAreRead: a session that starts meanwhile gets the old value or
// the new one.
func TestPushWhileKeysAreRead(t *testing.T) {
	k := ring(t, key{"A", sourceFile, []byte("sk-canary-0")})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 500 {
				if v, ok := k.Get("A"); !ok || !strings.HasPrefix(v.Reveal(), "sk-canary-") {
					t.Error("Get while keys are pushed: no value, or half of one")
					return
				}
			}
		})
	}
	for i := range 200 {
		next, err := k.merge([]Pushed{{"A", []byte("sk-canary-" + strings.Repeat("x", i))}})
		if err != nil {
			t.Fatal(err)
		}
		k.replace(next)
	}
	readers.Wait()
}

func TestPushRefused(t *testing.T) {
	for _, tc := range []struct {
		name string
		key  Pushed
		want string
	}{
		{"no name", Pushed{"", []byte("canary")}, "name"},
		{"a name that is none", Pushed{"A-B", []byte("canary")}, "name"},
		{"a control character", Pushed{"A", []byte("canary\x1b")}, "A holds a control character"},
		{"two lines", Pushed{"A", []byte("canary\ncanary")}, "A holds a control character"},
		{"too long", Pushed{"A", bytes.Repeat([]byte("canary"), maxKey)}, "A is longer"},
	} {
		f, err := WritePush([]Pushed{tc.key})
		if err == nil {
			f.Close()
		}
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: WritePush() = %v, want an error with %q", tc.name, err, tc.want)
		}
	}
	var many []Pushed
	for range MaxPush/maxKey + 1 {
		many = append(many, Pushed{"A", bytes.Repeat([]byte("x"), maxKey)})
	}
	if _, err := WritePush(many); err == nil {
		t.Error("WritePush of more than MaxPush: no error")
	}

	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	fd, err := unix.MemfdCreate("open", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		t.Fatal(err)
	}
	open := os.NewFile(uintptr(fd), "open")
	defer open.Close()
	for name, f := range map[string]*os.File{"a pipe": r, "memory that isn't sealed": open} {
		if _, err := readPush(f); err == nil || !strings.Contains(err.Error(), "sealed") {
			t.Errorf("readPush(%s) = %v", name, err)
		}
	}
	for _, text := range []string{"", "A", "A\x00", "A\x00b", "A\x00b\x00C", "A\x00\x01\x00", "A-\x00b\x00"} {
		if keys, err := parsePush([]byte(text)); err == nil {
			t.Errorf("parsePush(%q) = %d keys, want an error", text, len(keys))
		}
	}
	fd, err = sealedMemory("large", make([]byte, MaxPush+1))
	if err != nil {
		t.Fatal(err)
	}
	large := os.NewFile(uintptr(fd), "large")
	defer large.Close()
	if _, err := readPush(large); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("readPush of more than MaxPush: %v", err)
	}
}

func FuzzParsePush(f *testing.F) {
	for _, s := range []string{"", "A\x00b\x00", "A\x00\x00", "A\x00b\x00C\x00d\x00", "A\x00b", "\x00\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, err := parsePush(bytes.Clone(text))
		if err != nil {
			return
		}
		var back []byte
		for _, k := range keys {
			if !secret.IsName(string(k.Name)) || len(k.Value) > 0 && checkValue(k.Value) != nil {
				t.Fatalf("parsePush takes a key called %q", k.Name)
			}
			back = append(append(append(append(back, k.Name...), 0), k.Value...), 0)
		}
		if !bytes.Equal(back, text) {
			t.Errorf("parsePush(%q), written again, is %q", text, back)
		}
	})
}
