package ui

import "github.com/gdamore/tcell/v2"

// Styles. Each says its thing without colour too; backgrounds stay the
// terminal's own, so that light and dark ones both work.
func plain() tcell.Style    { return tcell.StyleDefault }
func strong() tcell.Style   { return tcell.StyleDefault.Bold(true) }
func faint() tcell.Style    { return tcell.StyleDefault.Dim(true) }
func bar() tcell.Style      { return tcell.StyleDefault.Reverse(true) }
func selected() tcell.Style { return tcell.StyleDefault.Reverse(true).Bold(true) }
func accent() tcell.Style   { return tcell.StyleDefault.Foreground(tcell.ColorTeal).Bold(true) }
func alert() tcell.Style    { return tcell.StyleDefault.Foreground(tcell.ColorOlive).Bold(true) }
func bad() tcell.Style      { return tcell.StyleDefault.Foreground(tcell.ColorMaroon).Bold(true) }
func good() tcell.Style     { return tcell.StyleDefault.Foreground(tcell.ColorGreen).Bold(true) }
func border() tcell.Style   { return tcell.StyleDefault.Foreground(tcell.ColorTeal) }
