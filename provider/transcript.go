package provider

import "path/filepath"

// Transcript returns where agent keeps a conversation: a directory, and a pattern
// under it, for fs.Glob, that matches a file once there is something to take up.
// ok is false if that can't be known: the agent, its directory or the id isn't.
func (c *Catalogue) Transcript(agent AgentID, session string, base func(string) (string, bool)) (dir, pattern string, ok bool) {
	a, _ := c.Agent(agent)
	conversation := a.Conversation
	if conversation.Transcript == "" || base == nil || !isUUID(session) {
		return "", "", false
	}
	if dir, _ = base(conversation.DirVariable); dir == "" {
		home, _ := base("HOME")
		if home == "" {
			return "", "", false
		}
		dir = filepath.Join(home, conversation.Dir)
	}
	pattern, ok, err := slots{slotSession: session}.fill(conversation.Transcript)
	return dir, pattern, ok && err == nil
}
