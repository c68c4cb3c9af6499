package launch

import (
	"strings"

	"jackin/provider/config"
)

// Settings is what a container needs of c, as its [config.ContainerFile]: base URLs,
// commands and options, as they were written; nothing of any [env], nor of what is
// the operator's machine's own.
func Settings(c *config.Config) []byte {
	var b strings.Builder
	b.WriteString("# Written by jackin launch, from the operator's config, at each start.\n")
	for _, v := range c.OptionValues("") {
		if v.File == "" || v.Name == "engine" || strings.HasPrefix(v.Name, "roles.") {
			continue
		}
		b.WriteString(v.Name + " = " + v.Value + "\n")
	}
	return []byte(b.String())
}
