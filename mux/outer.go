package mux

import (
	"jackin/mux/keys"
	"jackin/mux/render"
)

// OuterQueries is what the server asks an outer terminal at attach. The answer to
// its last question, DA1, ends the answers.
const OuterQueries = attachQueries

// Outer is what the server makes of an outer terminal, for people to read.
type Outer struct {
	// Name is what the terminal calls itself; empty where it doesn't say.
	Name string
	// Colors is how many colours tabs are shown in: 1<<24, 256, 16 or 2.
	Colors int
	// ShiftEnter says that the terminal can tell Shift+Enter from Enter.
	ShiftEnter bool
	// SignOfLife says that it answers the question by which a terminal that is
	// gone is found out.
	SignOfLife bool
}

// JudgeOuter is what the server makes of a terminal with these variables that has
// given these answers to OuterQueries.
func JudgeOuter(term, colorTerm string, replies []keys.Reply) Outer {
	p := firstProfile(term, colorTerm)
	var o Outer
	for _, r := range replies {
		p.learn(r)
		switch r.Kind {
		case keys.ReplyXTVERSION:
			o.Name = cleanLabel(r.Text)
		case keys.ReplyDSR:
			o.SignOfLife = true
		}
	}
	o.ShiftEnter = p.kitty || p.otherKeys
	switch p.colors {
	case render.TrueColor:
		o.Colors = 1 << 24
	case render.Colors256:
		o.Colors = 256
	case render.Mono:
		o.Colors = 2
	default:
		o.Colors = 16
	}
	return o
}
