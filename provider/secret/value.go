package secret

// Ref is the name of a key, such as "MINIMAX_API_KEY": an environment variable's
// name, and the file's name under the secrets directory. It isn't a secret. The
// zero value names no key.
type Ref string

// Value is a key's bytes. The zero value is empty.
//
// It can't be compared with ==, which would compare addresses: it has no use for
// equality, and a map keyed by keys has none either.
type Value struct {
	_ [0]func()
	// text is behind a pointer because fmt, which calls no methods on what it
	// reaches through an unexported field, follows no pointer there either.
	text *string
}

// New returns the Value that holds s. An empty s gives an empty Value.
func New(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{text: &s}
}

// Reveal returns the key. It is the only way to get at it: each caller is a place
// where a key leaves this package's protection.
func (v Value) Reveal() string {
	if v.text == nil {
		return ""
	}
	return *v.text
}

// Empty reports whether v holds no bytes. A key that is there but empty is not
// configured.
func (v Value) Empty() bool { return v.text == nil }
