package pid1

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sys/unix"

	"jackin/provider/secret"
	"jackin/session/link"
)

// Where a key came from.
const (
	sourceFile        = "file"
	sourceEnvironment = "environment"
	sourceConfig      = "config"
	sourcePush        = "push"
)

// key is one key on its way into the Keyring. It isn't printed: value is the
// plain bytes, so that revealing a secret.Value stays what a session's start does.
type key struct {
	name   secret.Ref
	source string
	value  []byte
}

// seals of a Keyring's memfd: nobody, init included, can change it any more.
const seals = unix.F_SEAL_SEAL | unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_WRITE

// Keyring holds the keys: in a sealed memfd, which nobody else can open while
// this process isn't dumpable. A Value is made of it only when one is asked for.
// It may be used from any goroutine.
type Keyring struct {
	mu sync.RWMutex // guards keyset: a push replaces it as a whole
	keyset
}

// keyset is what a Keyring holds at a time.
type keyset struct {
	fd   int
	text []byte // the memfd's content, mapped: name, source, value, a NUL after each
	at   map[secret.Ref]place
}

// place is where a key lies in a Keyring's text.
type place struct {
	source     string
	start, end int
}

// Get returns a key's value, and whether there is one. It is never empty then.
func (k *Keyring) Get(name secret.Ref) (secret.Value, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	h, ok := k.at[name]
	if !ok {
		return secret.Value{}, false
	}
	return secret.New(string(k.text[h.start:h.end])), true
}

// Infos returns which keys there are and where they came from, by name.
func (k *Keyring) Infos() []link.KeyInfo {
	k.mu.RLock()
	defer k.mu.RUnlock()
	var infos []link.KeyInfo
	for name, h := range k.at {
		infos = append(infos, link.KeyInfo{Name: string(name), Source: h.source})
	}
	slices.SortFunc(infos, func(a, b link.KeyInfo) int { return cmp.Compare(a.Name, b.Name) })
	return infos
}

// replace makes next's keys k's; next isn't used any more. The old ones are gone
// from memory with it.
func (k *Keyring) replace(next *Keyring) {
	k.mu.Lock()
	defer k.mu.Unlock()
	_ = unix.Close(k.fd)
	if k.text != nil {
		_ = unix.Munmap(k.text)
	}
	k.keyset = next.keyset
}

// close closes the descriptor. The mapping stays: somebody may be reading it.
func (k *Keyring) close() { _ = unix.Close(k.fd) }

// writeKeyring makes the memfd of a Keyring; of two keys with one name the last
// counts. No value holds a NUL: see checkValue.
func writeKeyring(keys []key) (fd int, err error) {
	var text []byte
	for i, k := range keys {
		if !slices.ContainsFunc(keys[i+1:], func(later key) bool { return later.name == k.name }) {
			text = fmt.Appendf(text, "%s\x00%s\x00", k.name, k.source)
			text = append(text, k.value...)
			text = append(text, 0)
		}
	}
	defer clear(text)
	return sealedMemory("keys", text)
}

// sealed says that fd is a memfd as writeKeyring makes them.
func sealed(fd int) bool {
	got, err := unix.FcntlInt(uintptr(fd), unix.F_GET_SEALS, 0)
	return err == nil && got&seals == seals
}

// openKeyring takes over a memfd of writeKeyring.
func openKeyring(fd int) (*Keyring, error) {
	k := &Keyring{keyset: keyset{fd: fd, at: make(map[secret.Ref]place)}}
	unix.CloseOnExec(fd)
	var st unix.Stat_t
	err := unix.Fstat(fd, &st)
	if err == nil && st.Size > 0 {
		// Private: older kernels refuse a shared mapping of what is sealed against
		// writing.
		k.text, err = unix.Mmap(fd, 0, int(st.Size), unix.PROT_READ, unix.MAP_PRIVATE)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open keys: %w", err), unix.Close(fd))
	}
	for start := 0; start < len(k.text); {
		var ends [3]int // of name, source, value
		from := start
		for i := range ends {
			n := bytes.IndexByte(k.text[from:], 0)
			if n < 0 {
				k.close()
				return nil, errors.New("open keys: they are cut off")
			}
			ends[i] = from + n
			from = ends[i] + 1
		}
		name := secret.Ref(k.text[start:ends[0]])
		k.at[name] = place{source: string(k.text[ends[0]+1 : ends[1]]), start: ends[1] + 1, end: ends[2]}
		start = from
	}
	return k, nil
}
