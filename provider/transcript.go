package provider

import (
	"path"
	"path/filepath"
	"strings"
)

// Transcript returns where agent keeps a conversation: a directory, and a pattern
// under it, for fs.Glob, that matches a file once there is something to take up.
// ok is false if that can't be known: the agent, its directory or the id isn't.
func (c *Catalogue) Transcript(agent AgentID, session string, base func(string) (string, bool)) (dir, pattern string, ok bool) {
	a, _ := c.Agent(agent)
	conversation := a.Conversation
	if conversation.Transcript == "" || !isUUID(session) {
		return "", "", false
	}
	if base == nil {
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

// KeepsOpen says that agent's conversation can be told by the files that its
// processes have open, see OpenConversation.
func (c *Catalogue) KeepsOpen(agent AgentID) bool {
	a, ok := c.Agent(agent)
	return ok && a.Conversation.Open
}

// OpenConversation returns the conversation of an agent that has the file called
// name open; ok is false where it is no transcript. Which directory it is in isn't
// looked at: the kernel names files by where they are, not by a link to it.
func (c *Catalogue) OpenConversation(agent AgentID, name string) (session string, ok bool) {
	a, _ := c.Agent(agent)
	pattern := a.Conversation.Transcript
	before, after, ok := strings.Cut(pattern, "${"+slotSession+"}")
	if !a.Conversation.Open || !ok {
		return "", false
	}
	parts := strings.Split(name, "/")
	if extra := len(parts) - len(strings.Split(pattern, "/")); extra > 0 {
		name = strings.Join(parts[extra:], "/")
	}
	const uuid = 36
	rest, ok := strings.CutSuffix(name, after)
	if !ok || len(rest) < uuid || !isUUID(rest[len(rest)-uuid:]) {
		return "", false
	}
	session = rest[len(rest)-uuid:]
	ok, err := path.Match(before, rest[:len(rest)-uuid])
	return session, ok && err == nil
}
