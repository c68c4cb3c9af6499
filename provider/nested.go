package provider

// tabProvider is in the environment of every tab that has a provider.
const tabProvider = "JACKIN_PROVIDER"

// tabMarks says which tab a process is in.
func tabMarks() []string { return []string{"JACKIN_TAB", "JACKIN_AGENT", tabProvider} }

// Inherited returns the names that no tab may inherit because they are another
// jackin's doing: none, unless base holds JACKIN_PROVIDER, as it does where jackin
// runs inside a tab; then that tab's marks and, if it was a redirected one, the
// variables of the redirect. Overlay unsets them; the opener of a tab without an
// agent must, too: one of them may hold a key.
func (c *Catalogue) Inherited(base func(string) (string, bool)) []string {
	if base == nil {
		return nil
	}
	value, nested := base(tabProvider)
	if !nested {
		return nil
	}
	names := tabMarks()
	if p, ok := c.Provider(ID(value)); ok && p.Key == "" {
		// That tab was native: what it has of these is the user's own.
		return names
	}
	for _, a := range c.Agents {
		for _, s := range a.Redirect.Set {
			// One that is named by a slot has a key's name: no base environment
			// holds it.
			if name, _, err := (slots{}).fill(s.Name); err == nil {
				names = append(names, name)
			}
		}
	}
	return names
}
