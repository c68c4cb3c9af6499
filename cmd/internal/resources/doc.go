// Package resources says what processes use, against what they may use.
//
//   - [Usage] is what one tree of processes, or all of them, uses: processes,
//     zombies, memory. [Of] sums it up over a [ptyproc.Table].
//   - [Limits] is what the control group (v1 or v2) of a process allows and what
//     it uses of that. [ReadLimits] finds it by /proc/PID/cgroup.
//
// A control group counts tasks, which are threads, where Usage counts processes;
// and its memory holds files' pages and what no process has mapped (memfds): the
// two are shown beside each other, never compared.
//
// It reads files below the given root and nothing else, and changes nothing. It
// starts no goroutine; all of it may be called from any.
package resources
