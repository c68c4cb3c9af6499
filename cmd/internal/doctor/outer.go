package doctor

import "fmt"

// noTerminal is what checks of the terminal say where there is none.
const noTerminal = "not looked at: standard input is no terminal"

func checkTerminal(f Facts) Finding {
	t := f.Terminal
	switch {
	case t == nil:
		return ok("standard input is none: what a terminal does isn't looked at (docker exec -it NAME jackin doctor)")
	case !t.Asked:
		return warn("it was not asked: doctor runs in the background", "fg")
	case !t.Answered:
		return warn("it doesn't answer: colours and keys are guessed from TERM, and one that is gone isn't noticed",
			"attach from another terminal, with nothing in between that swallows its answers")
	case !t.Outer.SignOfLife:
		return warn("it doesn't answer CSI 5 n: when it is gone its client stays", "docker exec NAME jackin doctor names what is left over")
	case t.Outer.Name == "":
		return ok("it answers, without a name")
	}
	return ok(t.Outer.Name)
}

func checkSize(f Facts) Finding {
	switch t := f.Terminal; {
	case t == nil:
		return ok(noTerminal)
	case t.Cols <= 0 || t.Rows <= 0:
		return warn(fmt.Sprintf("%dx%d, also after two seconds: jackin takes 80x24", t.Cols, t.Rows), "stty cols 120 rows 40")
	case t.Cols < 20 || t.Rows < 5:
		return warn(fmt.Sprintf("%dx%d is too small for the strip and an agent", t.Cols, t.Rows), "make the window larger")
	default:
		return ok(fmt.Sprintf("%dx%d", t.Cols, t.Rows))
	}
}

func checkTerm(f Facts) Finding {
	switch {
	case f.Terminal == nil:
		return ok(noTerminal)
	case f.Term == "" || f.Term == "dumb" || f.Term == "unknown":
		return warn(fmt.Sprintf("TERM is %q: jackin takes it for an xterm", f.Term), "export TERM=xterm-256color (docker exec -e TERM)")
	}
	return ok(f.Term)
}

func checkColours(f Facts) Finding {
	t := f.Terminal
	switch {
	case t == nil:
		return ok(noTerminal)
	case t.Outer.Colors > 256:
		return ok("24 bits")
	}
	return warn(fmt.Sprintf("%d: agents' colours are reduced to them", t.Outer.Colors),
		"if the terminal has more: COLORTERM=truecolor jackin attach (docker exec -it -e COLORTERM=truecolor)")
}

func checkShiftEnter(f Facts) Finding {
	t := f.Terminal
	switch {
	case t == nil:
		return ok(noTerminal)
	case t.Outer.ShiftEnter:
		return ok("the terminal tells it from Enter")
	}
	return warn("the terminal sends the same as for Enter", `Ctrl+J begins a new line in Claude Code and Codex; or have the terminal send \e[13;2u for it`)
}

// checkCtrlP: docker's own client looks for its detach keys, Ctrl-P Ctrl-Q, and
// holds the first until the next byte comes.
func checkCtrlP(f Facts) Finding {
	switch {
	case f.Terminal == nil:
		return ok(noTerminal)
	case f.InTab || !f.Container:
		return ok("docker isn't between this terminal and jackin")
	case f.Exec:
		return warn("docker exec -it holds it back until the next key", "jackin attach NAME, on the host; or docker exec -it --detach-keys ctrl-], and a key that you need less is held")
	case f.PID1.Terminal:
		return warn("docker run -it holds it back until the next key, and docker logs keeps every screen",
			`docker run -it --detach-keys $'\xff,\xff,\xff' --log-driver none`)
	}
	return ok("it arrives at once")
}

func checkClipboard(f Facts) Finding {
	if f.Terminal == nil {
		return ok(noTerminal)
	}
	return ok("what you copy goes to it by OSC 52, which some have to be told to take; what programs copy, if you allow it")
}
