package mux

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jackin/mux/view"
	"jackin/mux/vt"
)

// editHistory opens what a tab's terminal shows and has scrolled away in an
// editor, in a tab of its own. The text is in a file while that tab is open.
func (s *server) editHistory(v *viewer, t *tab) {
	if v.attach.ReadOnly || t.pane == nil {
		v.bells++
		return
	}
	editor := s.editor()
	if editor == "" {
		v.notice = "no editor: set EDITOR"
		return
	}
	e := historyWritten{v: v, t: t, editor: editor}
	p, dir := t.pane, s.serverDir
	s.running.Go(func() {
		e.name, e.err = writeHistory(p, dir)
		s.post(e)
	})
}

// historyWritten opens the editor on the file.
func (s *server) historyWritten(e historyWritten) {
	v, t := e.v, e.t
	switch {
	case v.closed.Load():
		removeScratch(e.name)
		return
	case e.err != nil:
		s.log.Error("write history for the editor", "tab", t.id, "err", e.err)
		v.notice = "the history can't be written to a file"
		s.refresh(v)
		return
	}
	// EDITOR may have arguments: a shell splits it, as for git and less.
	l := launch{
		Command: []string{"/bin/sh", "-c", "exec " + e.editor + ` "$1"`, filepath.Base(e.editor), e.name},
		Dir:     t.Dir, Scratch: e.name, Closes: true,
	}
	opened := s.open(l, fmt.Sprintf("history of %d", t.id), v.paneSize(), nil)
	if opened == nil {
		v.notice = "no tab could be opened"
		removeScratch(e.name)
	} else {
		v.focus = onPane
		s.show(v, opened)
	}
	s.refresh(v)
}

// editor is what the user edits with, as a shell reads it; "" where there is
// nothing.
func (s *server) editor() string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if value, _ := s.cfg.LookupEnv(name); strings.TrimSpace(value) != "" {
			return value
		}
	}
	for _, name := range []string{"vim", "vi", "nano", "less"} {
		if s.isProgram(name) {
			return name
		}
	}
	return ""
}

// scratchPattern is the name of a file that an editor is given.
const scratchPattern = "history-*.txt"

// historyChunk is how many rows are copied at a time: the program waits meanwhile.
const historyChunk = 500

// writeHistory writes a pane's rows to a new file, wrapped lines joined.
func writeHistory(p *pane, dir string) (name string, err error) {
	f, err := os.CreateTemp(dir, scratchPattern)
	if err != nil {
		return "", err
	}
	var frame vt.Frame
	var line strings.Builder
	next, end := uint64(0), uint64(0)
	p.looking(func(src view.Source) { next, _, end = src.RowSpan() })
	for next < end && err == nil {
		p.looking(func(src view.Source) { src.CopyRows(&frame, next, historyChunk) })
		next += historyChunk
		var text strings.Builder
		for y := range frame.Lines {
			line.WriteString(frame.LineText(y))
			if !frame.Lines[y].Wrapped {
				text.WriteString(line.String())
				text.WriteByte('\n')
				line.Reset()
			}
		}
		_, err = f.WriteString(text.String())
	}
	if err == nil && line.Len() > 0 {
		_, err = f.WriteString(line.String() + "\n")
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		removeScratch(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// removeScratch removes a file of ours; one that is gone already is fine.
func removeScratch(name string) {
	if name != "" {
		_ = os.Remove(name)
	}
}

// removeStrays removes the files of the server before this one whose tabs are gone.
func (s *server) removeStrays() {
	names, err := filepath.Glob(filepath.Join(s.serverDir, scratchPattern))
	if err != nil || s.serverDir == "" {
		return
	}
	for _, name := range names {
		if !slices.ContainsFunc(s.tabs, func(t *tab) bool { return t.Scratch == name }) {
			removeScratch(name)
		}
	}
}
