package pid1

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"jackin/provider/secret"
	"jackin/session/link"
)

// MaxPush is the largest push, in bytes, names included; a larger one is refused
// whole.
const MaxPush = 1 << 20

// Pushed is one key of a push, as it was read. It isn't printed: Value is the
// plain bytes, on their way from one process to init and no further.
type Pushed struct {
	Name secret.Ref
	// Value replaces the key's; empty removes the key.
	Value []byte
}

// CheckKey says what is wrong with a key's value, in words that follow its name,
// and never what it is. An empty one is wrong too.
func CheckKey(value []byte) error { return checkValue(value) }

// WritePush makes the sealed memfd that a link.KeysPush carries: name and value,
// a NUL after each. It is close-on-exec.
func WritePush(keys []Pushed) (*os.File, error) {
	var text []byte
	defer func() { clear(text) }()
	for _, k := range keys {
		if err := k.check(); err != nil {
			return nil, err
		}
		text = append(append(text, k.Name...), 0)
		text = append(append(text, k.Value...), 0)
	}
	if len(text) > MaxPush {
		return nil, fmt.Errorf("the keys take more than %d bytes", MaxPush)
	}
	fd, err := sealedMemory("push", text)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "keys"), nil
}

func (k Pushed) check() error {
	if !secret.IsName(string(k.Name)) {
		return errors.New("a key has a name that no variable can have")
	}
	if len(k.Value) == 0 {
		return nil
	}
	if err := checkValue(k.Value); err != nil {
		return fmt.Errorf("%s %w", k.Name, err)
	}
	return nil
}

// readPush reads a memfd of WritePush, which whoever may talk to the server has
// made: it must be sealed, so that reading it neither blocks nor changes.
func readPush(f *os.File) ([]Pushed, error) {
	if !sealed(int(f.Fd())) {
		return nil, errors.New("the keys aren't in sealed memory")
	}
	text, err := io.ReadAll(io.NewSectionReader(f, 0, MaxPush+1))
	if err != nil {
		return nil, fmt.Errorf("read pushed keys: %w", errors.Unwrap(err))
	}
	if len(text) > MaxPush {
		return nil, fmt.Errorf("the keys take more than %d bytes", MaxPush)
	}
	return parsePush(text)
}

// parsePush is the keys of a push; they are parts of text.
func parsePush(text []byte) ([]Pushed, error) {
	var keys []Pushed
	for len(text) > 0 {
		name, rest, ok := bytes.Cut(text, []byte{0})
		value, rest, ok2 := bytes.Cut(rest, []byte{0})
		if !ok || !ok2 {
			return nil, errors.New("the keys are cut off")
		}
		k := Pushed{Name: secret.Ref(name), Value: value}
		if err := k.check(); err != nil {
			return nil, err
		}
		keys = append(keys, k)
		text = rest
	}
	if len(keys) == 0 {
		return nil, errors.New("there is no key in it")
	}
	return keys, nil
}

// merge is what a Keyring holds after a push: what the push doesn't name stays.
func (k *Keyring) merge(pushed []Pushed) (*Keyring, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	var keys []key
	for name, h := range k.at {
		if !slices.ContainsFunc(pushed, func(p Pushed) bool { return p.Name == name }) {
			keys = append(keys, key{name, h.source, k.text[h.start:h.end]})
		}
	}
	for i, p := range pushed {
		later := slices.ContainsFunc(pushed[i+1:], func(q Pushed) bool { return q.Name == p.Name })
		if len(p.Value) > 0 && !later {
			keys = append(keys, key{p.Name, sourcePush, p.Value})
		}
	}
	fd, err := writeKeyring(keys)
	if err != nil {
		return nil, err
	}
	return openKeyring(fd)
}

// replacedBy returns the names of k's keys that have another value in next, or none.
func (k *Keyring) replacedBy(next *Keyring) []string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	var names []string
	for name, h := range k.at {
		other, ok := next.at[name]
		if !ok || !bytes.Equal(k.text[h.start:h.end], next.text[other.start:other.end]) {
			names = append(names, string(name))
		}
	}
	slices.Sort(names)
	return names
}

// pushKeys swaps the keys and tells the server which there are now. Sessions that
// run keep what they were started with.
func (d *daemon) pushKeys(m link.KeysPush, f *os.File) {
	changed, err := d.swapKeys(f)
	if err != nil {
		d.log.Warn("keys refused", "err", err)
		d.send(link.KeysChanged{Keys: d.keys.Infos(), Push: m.ID, Refused: err.Error()})
		return
	}
	d.send(link.KeysChanged{Keys: d.keys.Infos(), Changed: changed, Push: m.ID})
}

// swapKeys puts the keys of a push in place; changed are those that had another
// value before.
func (d *daemon) swapKeys(f *os.File) (changed []string, err error) {
	if f == nil {
		return nil, errors.New("no keys came with the push")
	}
	pushed, err := readPush(f)
	if err != nil {
		return nil, err
	}
	next, err := d.keys.merge(pushed)
	if err == nil {
		changed = d.keys.replacedBy(next)
	}
	for _, p := range pushed {
		d.log.Info("key pushed", "key", string(p.Name), "removed", len(p.Value) == 0)
		clear(p.Value)
	}
	if err != nil {
		return nil, err
	}
	d.keys.replace(next)
	return changed, nil
}

// sealedMemory is a memfd with text that nobody can change any more.
func sealedMemory(name string, text []byte) (fd int, err error) {
	fd, err = unix.MemfdCreate(name, unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return -1, fmt.Errorf("make memory for keys: %w", err)
	}
	for rest := text; err == nil && len(rest) > 0; {
		var n int
		n, err = unix.Write(fd, rest)
		rest = rest[max(n, 0):]
	}
	if err == nil {
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals)
	}
	if err != nil {
		_ = unix.Close(fd)
		return -1, fmt.Errorf("write keys to memory: %w", err)
	}
	return fd, nil
}
