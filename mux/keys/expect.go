package keys

import (
	"slices"
	"time"
)

const (
	// answerTime is how long a question may stay unanswered before keystrokes
	// are no longer held for its sake.
	answerTime = 5 * time.Second
	// maxQuestions is how many unanswered questions are remembered; beyond it
	// the oldest are forgotten, whose answers are still recognised where they
	// aren't split behind their ESC.
	maxQuestions = 64
)

// question is one that the outer terminal hasn't answered yet.
type question struct {
	kind  ReplyKind
	until time.Time
}

// Expect says that the outer terminal is asked, at now, for replies of these
// kinds, in this order. For as long as one is missing, at most 5 s, an ESC at
// the end of a read is held for 25 ms, and CSI 1 ; 2 R may be a cursor position.
func (t *Tokenizer) Expect(now time.Time, kinds ...ReplyKind) {
	for _, k := range kinds {
		t.asked = append(t.asked, question{k, now.Add(answerTime)})
	}
	if n := len(t.asked) - maxQuestions; n > 0 {
		t.asked = slices.Delete(t.asked, 0, n)
	}
}

// Expecting says that a question is open at now.
func (t *Tokenizer) Expecting(now time.Time) bool {
	_, ok := t.expecting(now)
	return ok
}

// expecting says until when a reply is expected, if at all.
func (t *Tokenizer) expecting(now time.Time) (until time.Time, ok bool) {
	t.asked = slices.DeleteFunc(t.asked, func(q question) bool { return now.After(q.until) })
	for _, q := range t.asked {
		if q.until.After(until) {
			until = q.until
		}
	}
	return until, len(t.asked) > 0
}

// expects says that a reply of kind k is expected.
func (t *Tokenizer) expects(now time.Time, k ReplyKind) bool {
	return slices.ContainsFunc(t.asked, func(q question) bool { return q.kind == k && !now.After(q.until) })
}

// answered crosses out the oldest question of kind k. Every terminal answers
// DA1, and in its turn: with it, what was asked before is answered too, or never
// will be.
func (t *Tokenizer) answered(k ReplyKind) {
	i := slices.IndexFunc(t.asked, func(q question) bool { return q.kind == k })
	switch {
	case i < 0:
	case k == ReplyDA1:
		t.asked = slices.Delete(t.asked, 0, i+1)
	default:
		t.asked = slices.Delete(t.asked, i, i+1)
	}
}
