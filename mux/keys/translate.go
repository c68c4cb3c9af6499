package keys

import "bytes"

// Translate appends what a pane that speaks pane gets of t, which came from an
// outer terminal that was told to speak outer: t.Raw, where both would say it
// the same way, else the keystroke encoded anew.
//
// Text, pastes and what nobody knows are passed on as they are: whether the
// program asked for bracketed paste is for the caller to see. Mouse and focus
// events are encoded by other functions, and replies never reach a pane: for
// these nothing is appended.
func Translate(dst []byte, t Token, outer, pane Protocol) []byte {
	switch t.Kind {
	case Unknown, PasteStart, PasteData, PasteEnd:
		return append(dst, t.Raw...)
	case Text:
		if pane.KittyFlags&ReportAll == 0 || outer.KittyFlags&ReportAll != 0 {
			return append(dst, t.Raw...)
		}
		for k := range t.Keys() {
			dst = Encode(dst, k.Key, pane)
		}
		return dst
	case Keystroke:
		return translateKey(dst, t, outer, pane)
	}
	return dst
}

// translateKey is Translate for a Keystroke.
func translateKey(dst []byte, t Token, outer, pane Protocol) []byte {
	if outer == pane && pane.understands(t.Key.Encoding) {
		return append(dst, t.Raw...)
	}
	start := len(dst)
	dst = Encode(dst, t.Key, pane)
	middle := len(dst)
	dst = Encode(dst, t.Key, outer)
	inner, theirs := dst[start:middle], dst[middle:]
	if bytes.Equal(inner, theirs) && pane.understands(t.Key.Encoding) {
		// Both say it alike, if not in the words that this terminal has for it.
		return append(dst[:start], t.Raw...)
	}
	dst = dst[:middle]
	// What has gone on already isn't sent twice.
	if sent := int(t.sent); sent > 0 && len(inner) >= sent && inner[0] == 0x1b && (sent == 1 || inner[1] == '[') {
		dst = append(dst[:start], inner[sent:]...)
	}
	return dst
}

// understands says that a program which asked for p expects keystrokes in e
// too. Right after the outer terminal was told to speak otherwise, some still
// come in the old way.
func (p Protocol) understands(e Encoding) bool {
	switch e {
	case Kitty: // xterm has an option that says modifyOtherKeys like kitty
		return p.KittyFlags != 0 || p.ModifyOtherKeys != 0
	case ModifyOtherKeys:
		return p.KittyFlags == 0 && p.ModifyOtherKeys != 0
	}
	return true
}
