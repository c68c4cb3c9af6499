package screen

import (
	"strings"

	"jackin/mux/ui"
)

// ProfileOf is what a terminal can show, by TERM, COLORTERM and NO_COLOR. An unknown
// one has the sixteen colours that nearly all have.
func ProfileOf(getenv func(string) string) ui.Profile {
	term, direct := getenv("TERM"), getenv("COLORTERM")
	switch {
	case getenv("NO_COLOR") != "", term == "", term == "dumb", strings.HasPrefix(term, "vt"), strings.HasSuffix(term, "-mono"), strings.HasSuffix(term, "-m"):
		return ui.Profile{}
	case direct == "truecolor", direct == "24bit", strings.HasSuffix(term, "-direct"):
		return ui.Profile{TrueColor: true, Colors: 256}
	case strings.Contains(term, "256"):
		return ui.Profile{Colors: 256}
	case term == "linux":
		return ui.Profile{Colors: 8}
	}
	return ui.Profile{Colors: 16}
}
