package launch

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Container is one of ours, as its engine describes it.
type Container struct {
	// ID and Name are the engine's.
	ID, Name string
	// Image is what it was made of, as it was named then.
	Image string
	// Status is the engine's word: created, running, restarting, paused, exited, dead.
	Status string
	// ExitCode is that of a container that has ended. OOMKilled says that it had more
	// memory than it may; Problem is what the engine says of a start that failed.
	ExitCode  int
	OOMKilled bool
	Problem   string
	// Created and Started are zero where that is unknown or never was.
	Created, Started time.Time
	Labels           map[string]string
}

// Workspace is whose container it is; empty: not ours.
func (c Container) Workspace() string { return c.Labels[LabelWorkspace] }

// Role is the role that it has; empty: none.
func (c Container) Role() string { return c.Labels[LabelRole] }

// Ephemeral says that nothing of it is kept.
func (c Container) Ephemeral() bool { return c.Labels[LabelEphemeral] == "1" }

// Running says that something can be executed in it.
func (c Container) Running() bool { return c.Status == "running" }

// How is how a container ended, in words.
func (c Container) How() string {
	switch {
	case c.Problem != "":
		return c.Problem
	case c.OOMKilled:
		return "it took more memory than it may have"
	case c.Status == "exited", c.Status == "dead":
		return fmt.Sprintf("it exited with %d", c.ExitCode)
	}
	return "it is " + c.Status
}

// described is what docker and podman print of a container, as far as we look.
type described struct {
	ID      string `json:"Id"`
	Name    string
	Created time.Time
	State   struct {
		Status    string
		ExitCode  int
		OOMKilled bool
		Error     string
		StartedAt time.Time
	}
	Config struct {
		Image  string
		Labels map[string]string
	}
}

// parseContainers reads what inspect prints.
func parseContainers(text []byte) ([]Container, error) {
	if len(strings.TrimSpace(string(text))) == 0 {
		return nil, nil
	}
	var list []described
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("read the engine's description of containers: %w", err)
	}
	containers := make([]Container, 0, len(list))
	for _, d := range list {
		c := Container{
			ID: d.ID, Name: strings.TrimPrefix(d.Name, "/"), Image: d.Config.Image,
			Status: d.State.Status, ExitCode: d.State.ExitCode, OOMKilled: d.State.OOMKilled, Problem: d.State.Error,
			Created: d.Created, Labels: d.Config.Labels,
		}
		if d.State.StartedAt.Year() > 1 {
			c.Started = d.State.StartedAt
		}
		containers = append(containers, c)
	}
	return containers, nil
}
