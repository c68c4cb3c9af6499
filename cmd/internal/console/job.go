package console

import (
	"jackin/provider"
	"jackin/provider/config"
)

// Job is what the Model wants done: one of ListJob, ProbeJob, PushJob, LaunchJob and
// AttachJob.
type Job interface{ job() }

// ListJob lists the containers. Its result is a Listed.
type ListJob struct{}

// ProbeJob asks a provider. Its result is a Probed. It ends when the Model's
// cancelled is called off: see [Model.Wants].
type ProbeJob struct {
	ID       int
	Config   *config.Config
	Provider provider.ID
	Setting  config.Setting
}

// PushJob renews the keys of containers. Its result is a Pushed.
type PushJob struct{ Containers []string }

// LaunchJob launches a workspace on this terminal. Its result is a Returned.
type LaunchJob struct{ Workspace, Role string }

// AttachJob attaches this terminal to a container. Its result is a Returned.
type AttachJob struct{ Container string }

func (ListJob) job()   {}
func (ProbeJob) job()  {}
func (PushJob) job()   {}
func (LaunchJob) job() {}
func (AttachJob) job() {}

// Result is what came of a job.
type Result interface{ result() }

// Listed are the containers, or why they aren't known.
type Listed struct {
	Containers []Container
	Err        error
}

// Probed is what a provider answered to the ProbeJob of that ID.
type Probed struct {
	ID      int
	Answers []Answer
}

// Pushed is what was done, or couldn't be, a line each.
type Pushed struct {
	Lines  []string
	Failed bool
}

// Returned is the end of a verb that had the terminal.
type Returned struct{ Err error }

func (Listed) result()   {}
func (Probed) result()   {}
func (Pushed) result()   {}
func (Returned) result() {}
