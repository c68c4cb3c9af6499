package vt

// state is where the parser stands between two bytes: the state diagram of
// DEC's VT500, as Paul Williams drew it (https://vt100.net/emu/dec_ansi_parser),
// without 8-bit controls:
//
//	ground ─ESC─► escape ─[─► csiEntry ─► csiParam ─► csiIntermediate ─► dispatch
//	                │ │             └──────────┴── broken ─► csiIgnore ─► ground
//	                │ ├─P─► dcsEntry ─► dcsParam ─► dcsIntermediate ─► dcsString
//	                │ ├─]─► oscString         └── broken ─► dcsIgnore
//	                │ └─X ^ _─► ignoreString
//	                └─ 0x20..0x2f ─► escapeIntermediate ─► dispatch
type state uint8

const (
	ground state = iota
	escape
	escapeIntermediate
	csiEntry
	csiParam
	csiIntermediate
	csiIgnore
	dcsEntry
	dcsParam
	dcsIntermediate
	// The states from here on collect a string; they have no rows in the table.
	dcsString
	dcsIgnore
	oscString
	ignoreString
	stateCount
)

// action is what to do with a byte before going to the next state.
type action uint8

const (
	// doDrop is a byte that has no place here: the sequence is dropped with it.
	doDrop action = iota
	doIgnore
	doExecute
	doCollect
	doPrefix
	doParam
	doEsc
	doCSI
	doHook
	doClear
)

// transition is an action in the high, a state in the low byte.
type transition uint16

func (t transition) action() action { return action(t >> 8) }

func (t transition) state() state { return state(t) }

// transitions is what each byte below 0x80 does in the states before dcsString,
// but ground, which has its own loop.
var transitions = buildTransitions()

func buildTransitions() *[dcsString][128]transition {
	var t [dcsString][128]transition
	set := func(st state, first, last int, a action, next state) {
		for b := first; b <= last; b++ {
			t[st][b] = transition(a)<<8 | transition(next)
		}
	}
	for st := escape; st < dcsString; st++ {
		c0 := doExecute
		if st >= dcsEntry {
			c0 = doIgnore
		}
		set(st, 0x00, 0x1f, c0, st)
		set(st, 0x7f, 0x7f, doIgnore, st)
		set(st, 0x18, 0x18, doExecute, ground)
		set(st, 0x1a, 0x1a, doExecute, ground)
		set(st, 0x1b, 0x1b, doClear, escape)
	}

	set(escape, 0x20, 0x2f, doCollect, escapeIntermediate)
	set(escape, 0x30, 0x7e, doEsc, ground)
	set(escape, '[', '[', doClear, csiEntry)
	set(escape, 'P', 'P', doClear, dcsEntry)
	set(escape, ']', ']', doClear, oscString)
	for _, b := range "X^_" {
		set(escape, int(b), int(b), doClear, ignoreString)
	}
	set(escapeIntermediate, 0x20, 0x2f, doCollect, escapeIntermediate)
	set(escapeIntermediate, 0x30, 0x7e, doEsc, ground)

	sequence := func(entry, param, intermediate, broken state, final action, after state) {
		set(entry, '<', '?', doPrefix, param)
		for _, st := range []state{entry, param} {
			set(st, '0', ';', doParam, param)
			set(st, 0x20, 0x2f, doCollect, intermediate)
			set(st, 0x40, 0x7e, final, after)
		}
		set(param, '<', '?', doIgnore, broken)
		set(intermediate, 0x20, 0x2f, doCollect, intermediate)
		set(intermediate, '0', '?', doIgnore, broken)
		set(intermediate, 0x40, 0x7e, final, after)
	}
	sequence(csiEntry, csiParam, csiIntermediate, csiIgnore, doCSI, ground)
	set(csiIgnore, 0x20, 0x3f, doIgnore, csiIgnore)
	set(csiIgnore, 0x40, 0x7e, doIgnore, ground)
	sequence(dcsEntry, dcsParam, dcsIntermediate, dcsIgnore, doHook, dcsString)
	return &t
}
