package link

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"jackin/session"
)

// MaxSettings is the largest record of the verb that started init, in bytes: it
// has to fit into Welcome with everything else. A Welcome with a larger one isn't
// encoded or decoded.
const MaxSettings = 32 << 10

// MaxFirstTabs is how many tabs a Welcome may name, in [MaxRecord] bytes of JSON
// all together. A Welcome with more isn't encoded or decoded.
const MaxFirstTabs = 64

// maxID is the longest session id, in bytes: a UUID has 36. A message with a
// longer one isn't encoded or decoded.
const maxID = 64

// maxCode is the highest exit code of a process.
const maxCode = 255

// maxSignal is the highest signal number of Linux.
const maxSignal = 64

// ErrUnknownKind says that a message is of a kind that this release doesn't
// know: the other side is newer. It is to be skipped.
var ErrUnknownKind = errors.New("unknown kind of message")

// Encode returns the packet of m. It is an error if m is larger than
// [MaxMessage], holds a record larger than [MaxRecord], an id or a signal that
// can't be, or a string that isn't UTF-8, which JSON would silently change.
func Encode(m Message) ([]byte, error) {
	if err := check(m); err != nil {
		return nil, fmt.Errorf("encode %T: %w", m, err)
	}
	body, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", m, err)
	}
	if 1+len(body) > MaxMessage {
		return nil, fmt.Errorf("encode %T: %d bytes are more than %d", m, 1+len(body), MaxMessage)
	}
	return append([]byte{byte(m.kind())}, body...), nil
}

// Decode returns the message of packet b, which it doesn't keep. The error is
// [ErrUnknownKind] where only the kind is unknown.
func Decode(b []byte) (Message, error) {
	if len(b) == 0 {
		return nil, errors.New("decode message: it is empty")
	}
	if len(b) > MaxMessage {
		return nil, fmt.Errorf("decode message: %d bytes are more than %d", len(b), MaxMessage)
	}
	decode, ok := decoders[kind(b[0])]
	if !ok {
		return nil, fmt.Errorf("decode message of kind %d: %w", b[0], ErrUnknownKind)
	}
	m, err := decode(b[1:])
	if err == nil {
		err = check(m)
	}
	if err != nil {
		return nil, fmt.Errorf("decode message of kind %d: %w", b[0], err)
	}
	return m, nil
}

var decoders = map[kind]func([]byte) (Message, error){
	kindWelcome:     as[Welcome],
	kindSession:     as[Session],
	kindReady:       as[Ready],
	kindSpawned:     as[Spawned],
	kindSpawnFailed: as[SpawnFailed],
	kindExited:      as[Exited],
	kindKeysChanged: as[KeysChanged],
	kindStopping:    as[Stopping],
	kindBye:         as[Bye],
	kindHello:       as[Hello],
	kindSpawn:       as[Spawn],
	kindRecord:      as[Record],
	kindSignal:      as[Signal],
	kindClose:       as[Close],
	kindQuitDone:    as[QuitDone],
	kindStop:        as[Stop],
	kindKeysPush:    as[KeysPush],
}

func as[M Message](body []byte) (Message, error) {
	var m M
	if err := json.Unmarshal(body, &m); err != nil {
		return nil, err
	}
	return m, nil
}

// check holds what both sides may rely on.
func check(m Message) error {
	switch m := m.(type) {
	case Welcome:
		if len(m.Settings) > MaxSettings {
			return fmt.Errorf("settings of %d bytes are larger than %d", len(m.Settings), MaxSettings)
		}
		return errors.Join(checkRecord(m.Record), checkTabs(m.Tabs))
	case Session:
		return errors.Join(checkID(m.ID), checkRecord(m.Record))
	case Spawned:
		return checkID(m.ID)
	case SpawnFailed:
		return checkID(m.ID)
	case Exited:
		return checkID(m.ID)
	case Spawn:
		return errors.Join(checkID(m.ID), checkRecord(m.Record), checkSpec(m.Spec))
	case Record:
		if m.ID == "" {
			return checkRecord(m.Data)
		}
		return errors.Join(checkID(m.ID), checkRecord(m.Data))
	case Signal:
		if m.Signal < 1 || m.Signal > maxSignal {
			return fmt.Errorf("signal %d doesn't exist", m.Signal)
		}
		return checkID(m.ID)
	case Close:
		return checkID(m.ID)
	case Stop:
		if m.Code < 0 || m.Code > maxCode {
			return fmt.Errorf("exit code %d doesn't exist", m.Code)
		}
		if !utf8.ValidString(m.Reason) || len(m.Reason) > MaxRecord {
			return errors.New("the reason isn't UTF-8, or too long")
		}
	}
	return nil
}

func checkID(id session.ID) error {
	if id == "" || len(id) > maxID || !utf8.ValidString(string(id)) {
		return fmt.Errorf("a session id of %d bytes isn't one", len(id))
	}
	return nil
}

func checkRecord(r []byte) error {
	if len(r) > MaxRecord {
		return fmt.Errorf("a record of %d bytes is larger than %d", len(r), MaxRecord)
	}
	return nil
}

// checkTabs names no text either.
func checkTabs(tabs []FirstTab) error {
	if len(tabs) == 0 {
		return nil
	}
	if len(tabs) > MaxFirstTabs {
		return fmt.Errorf("%d first tabs are more than %d", len(tabs), MaxFirstTabs)
	}
	for _, t := range tabs {
		for _, text := range append([]string{t.Agent, t.Provider, t.Dir}, t.Command...) {
			if !utf8.ValidString(text) {
				return errors.New("a first tab's text isn't UTF-8")
			}
		}
	}
	if b, err := json.Marshal(tabs); err != nil || len(b) > MaxRecord {
		return fmt.Errorf("the first tabs take more than %d bytes", MaxRecord)
	}
	return nil
}

// checkSpec names what is wrong, never the text: an argument may be private.
func checkSpec(s session.Spec) error {
	for _, a := range s.Argv {
		if !utf8.ValidString(a) {
			return errors.New("an argument isn't UTF-8")
		}
	}
	if !utf8.ValidString(s.Dir) {
		return errors.New("the directory isn't UTF-8")
	}
	for _, v := range s.Set {
		if !utf8.ValidString(v.Name) || !utf8.ValidString(v.Value) {
			return errors.New("a variable isn't UTF-8")
		}
	}
	return nil
}
