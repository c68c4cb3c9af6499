package secret

import (
	"errors"
	"fmt"
	"strings"
)

// MaxText is the longest text, in bytes, that [ParseSource] and [Op]
// take; a longer one is an error. A key is some hundred bytes; the kernel ends a
// single environment string at 128 KiB.
const MaxText = 32 << 10

// Kind says which of its forms a Source has.
type Kind int

// The forms of a Source.
const (
	KindAbsent  Kind = iota // the zero Source: nothing was said
	KindLiteral             // the value itself, perhaps empty
	KindHost                // a variable of the operator's environment
	KindOp                  // a reference that 1Password's op resolves
	KindHidden              // hides what a broader layer says
)

var kindNames = [...]string{"absent", "literal", "host variable", "1Password reference", "hidden"}

// String returns the kind in words, fit for a message.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return kindNames[k]
}

// Source is what a config holds for one name: where a value comes from, or the
// value itself. It redacts itself as [Value] does. The zero value has
// [KindAbsent].
type Source struct {
	kind Kind
	// text is the literal, the variable's name or the reference; see Value for
	// why it isn't a string. account goes with a reference and may be empty.
	text, account Value
}

// ParseSource reads the one-string form:
//
//	$NAME, ${NAME}       the variable NAME of the operator's environment
//	op://VAULT/ITEM/...  a 1Password reference
//	$$TEXT               the literal $TEXT
//	anything else        a literal, taken as it is, also when empty
//
// A text that begins with a dollar sign and is none of these is an error rather
// than a literal: a mistyped reference must not reach a provider as a key. Errors
// never hold any of s.
func ParseSource(s string) (Source, error) {
	if err := checkText(s); err != nil {
		return Source{}, err
	}
	switch {
	case isOp(s):
		return Op(s, "")
	case strings.HasPrefix(s, "$$"):
		return literal(s[1:]), nil
	case strings.HasPrefix(s, "$"):
		name := s[1:]
		if inner, ok := strings.CutPrefix(name, "{"); ok {
			if name, ok = strings.CutSuffix(inner, "}"); !ok {
				return Source{}, errors.New(`a value that begins with "${" must end with "}"`)
			}
		}
		if !IsName(name) {
			return Source{}, errors.New(`a value that begins with "$" must be $NAME or ${NAME}; write "$$" for a literal dollar sign`)
		}
		return Source{kind: KindHost, text: New(name)}, nil
	}
	return literal(s), nil
}

// Op returns the Source for a reference of the form
// op://VAULT/ITEM/[SECTION/]FIELD, with the account that op shall use; an empty
// account leaves that to op. Errors never hold any of ref.
func Op(ref, account string) (Source, error) {
	if err := checkText(ref); err != nil {
		return Source{}, err
	}
	if err := checkText(account); err != nil {
		return Source{}, fmt.Errorf("account: %w", err)
	}
	if !isOp(ref) {
		return Source{}, errors.New("a 1Password reference begins with op://")
	}
	path, _, _ := strings.Cut(ref[len(opScheme):], "?")
	parts := strings.Split(path, "/")
	if len(parts) < 3 || len(parts) > 4 {
		return Source{}, errors.New("a 1Password reference is op://VAULT/ITEM/FIELD or op://VAULT/ITEM/SECTION/FIELD")
	}
	for _, p := range parts {
		if strings.TrimSpace(p) == "" {
			return Source{}, errors.New("a 1Password reference has an empty part between its slashes")
		}
	}
	return Source{kind: KindOp, text: New(ref), account: New(account)}, nil
}

// Hidden returns the Source that hides what broader layers say: `NAME = false`.
func Hidden() Source { return Source{kind: KindHidden} }

// Kind returns which form s has, and so which accessor means something.
func (s Source) Kind() Kind { return s.kind }

// Literal returns the value of a literal, for other kinds the empty Value.
func (s Source) Literal() Value {
	if s.kind != KindLiteral {
		return Value{}
	}
	return s.text
}

// HostVariable returns the variable's name, for other kinds the empty string.
func (s Source) HostVariable() string {
	if s.kind != KindHost {
		return ""
	}
	return s.text.Reveal()
}

// Op returns the reference and the account (empty: op's own choice), for
// other kinds two empty strings.
func (s Source) Op() (ref, account string) {
	if s.kind != KindOp {
		return "", ""
	}
	return s.text.Reveal(), s.account.Reveal()
}

// IsName reports whether s can name an environment variable by POSIX's rule:
// letters, digits and underscores, no digit first, at least one character.
func IsName(s string) bool {
	for i, c := range []byte(s) {
		switch {
		case c == '_', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
		case '0' <= c && c <= '9' && i > 0:
		default:
			return false
		}
	}
	return s != ""
}

func literal(s string) Source { return Source{kind: KindLiteral, text: New(s)} }

const opScheme = "op://"

// isOp ignores the scheme's case, as op does: "OP://..." taken for a
// literal would be sent to a provider.
func isOp(s string) bool {
	return len(s) >= len(opScheme) && strings.EqualFold(s[:len(opScheme)], opScheme)
}

func checkText(s string) error {
	if len(s) > MaxText {
		return fmt.Errorf("a value is longer than %d bytes", MaxText)
	}
	// An environment string ends at its first NUL.
	if strings.IndexByte(s, 0) >= 0 {
		return errors.New("a value holds a NUL byte")
	}
	return nil
}
