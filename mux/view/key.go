package view

import (
	"unicode"

	"jackin/mux/keys"
)

// The modifiers themselves, as the kitty protocol numbers them: pressing Shift
// alone is no keystroke.
const (
	firstModifier keys.Code = 57441
	lastModifier  keys.Code = 57454
)

func isModifier(k keys.Key) bool {
	return k.Code >= firstModifier && k.Code <= lastModifier ||
		k.Code == keys.CapsLock || k.Code == keys.ScrollLock || k.Code == keys.NumLock
}

// stroke is a keystroke as commands are named by it: the character that it
// types, or a control character's letter, or a function key. The zero value is
// one that nothing is named by.
type stroke struct {
	char rune
	ctrl bool
	code keys.Code
}

// strokeOf is k's stroke. On a layout without Latin letters it is that of the
// key at the same place of a US keyboard, where the terminal says so.
func strokeOf(k keys.Key) stroke {
	mods := k.Mods &^ (keys.CapsLocked | keys.NumLocked)
	latin := k.Code
	if k.Code > unicode.MaxASCII && k.Base != 0 {
		latin = k.Base
	}
	if c := k.Rune(); c != 0 && mods&^keys.Shift == 0 {
		if c > unicode.MaxASCII && latin <= unicode.MaxASCII {
			c = rune(latin)
			if mods&keys.Shift != 0 {
				c = unicode.ToUpper(c)
			}
		}
		return stroke{char: c}
	}
	if mods&^keys.Shift == keys.Ctrl && latin > ' ' && latin < keys.Backspace {
		return stroke{char: rune(latin), ctrl: true}
	}
	if mods&^(keys.Shift|keys.Ctrl) != 0 {
		return stroke{}
	}
	for _, p := range keypad {
		if p.from == k.Code {
			return stroke{code: p.to}
		}
	}
	return stroke{code: k.Code}
}

// keypad is what its keys are without Num Lock.
var keypad = [...]struct{ from, to keys.Code }{
	{keys.KPUp, keys.Up}, {keys.KPDown, keys.Down}, {keys.KPLeft, keys.Left}, {keys.KPRight, keys.Right},
	{keys.KPPageUp, keys.PageUp}, {keys.KPPageDown, keys.PageDown}, {keys.KPHome, keys.Home}, {keys.KPEnd, keys.End},
	{keys.KPEnter, keys.Enter}, {keys.KPDelete, keys.Delete},
}

// command does what a keystroke outside of the search line is for.
func (v *View) command(r *reader, k keys.Key) Action {
	s := strokeOf(k)
	switch {
	case s.ctrl:
		return v.controlKey(r, s.char)
	case s.char != 0:
		return v.charKey(r, s.char)
	}
	switch s.code {
	case keys.Up:
		return v.upDown(r, -1)
	case keys.Down:
		return v.upDown(r, 1)
	case keys.Left:
		return v.left(r)
	case keys.Right:
		return v.right(r)
	case keys.PageUp:
		return v.page(r, 1-v.pageRows())
	case keys.PageDown:
		return v.page(r, v.pageRows()-1)
	case keys.Home:
		v.toFirst(r)
		return Action{}
	case keys.End:
		return v.toEnd(r.src)
	case keys.Enter:
		if v.sel.mode != selectNone {
			return v.copyOut(r)
		}
	case keys.Escape:
		if v.sel.mode != selectNone {
			v.sel = selection{}
			return Action{}
		}
	}
	return Action{Leave: true}
}

// pageRows is one more than PageUp scrolls: a row of the page before stays.
func (v *View) pageRows() int { return max(v.height(), 2) }

func (v *View) controlKey(r *reader, c rune) Action {
	switch c {
	case 'b':
		return v.page(r, 1-v.pageRows())
	case 'f':
		return v.page(r, v.pageRows()-1)
	case 'u':
		return v.page(r, -max(v.height()/2, 1))
	case 'd':
		return v.page(r, max(v.height()/2, 1))
	case 'v':
		v.selectBy(r, selectBlock)
		return Action{}
	}
	return Action{Leave: true}
}

func (v *View) charKey(r *reader, c rune) Action {
	switch c {
	case 'k':
		return v.upDown(r, -1)
	case 'j':
		return v.upDown(r, 1)
	case 'h':
		return v.left(r)
	case 'l':
		return v.right(r)
	case ' ':
		return v.page(r, v.pageRows()-1)
	case 'g':
		v.toFirst(r)
	case 'G':
		return v.toEnd(r.src)
	case '0':
		v.lineHome(r, false)
	case '^':
		v.lineHome(r, true)
	case '$':
		v.lineEnd(r)
	case 'w':
		return v.wordRight(r)
	case 'b':
		return v.wordLeft(r)
	case 'H':
		v.toRow(r, 0)
	case 'M':
		v.toRow(r, (v.height()-1)/2)
	case 'L':
		v.toRow(r, v.height()-1)
	case '[', '{':
		return v.toPrompt(r, -1)
	case ']', '}':
		return v.toPrompt(r, 1)
	case 'v':
		v.selectBy(r, selectStream)
	case 'V':
		v.selectBy(r, selectLines)
	case 'o':
		return v.otherEnd(r)
	case 'y':
		return v.copyOut(r)
	case '/':
		return v.openQuery(r, false)
	case '?':
		return v.openQuery(r, true)
	case 'n':
		return v.again(r, v.found.back)
	case 'N':
		return v.again(r, !v.found.back)
	case 'e':
		return Action{Edit: true}
	default:
		return Action{Leave: true}
	}
	return Action{}
}
