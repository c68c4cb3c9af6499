package doctor

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"jackin/cmd/internal/resources"
)

const (
	// fewTasks is a limit of threads under which two agents hardly fit: each has
	// some thirty, and starts more for its tools.
	fewTasks = 128
	// full and tight are the parts of a limit from which on it is bad, and worth a
	// warning.
	full, tight = 0.95, 0.8
)

func checkServer(f Facts) Finding {
	switch {
	case f.Server != nil:
		return ok(fmt.Sprintf("answers; init is process %d", f.Server.InitPid))
	case f.Foreign:
		return bad(f.Refusal, "docker exec --user, or sudo --user: the one who runs jackin, or root")
	case f.Refusal != "":
		return bad(f.Refusal, "jackin stop, by the user who started it; then start it again")
	case f.Container && !f.PID1.Self:
		return warn("no jackin is running here", `start the container with jackin as its first process: ENTRYPOINT ["jackin"]`)
	}
	return ok("none is running here: jackin starts one")
}

// checkInit: whoever is PID 1 gets the signals of docker stop, and the orphans.
func checkInit(f Facts) Finding {
	switch {
	case !f.Container && f.Server == nil:
		return ok("this is no container: jackin brings its own")
	case f.Server != nil && (!f.Container || f.Server.InitPid == 1):
		return ok("it is jackin's")
	case f.PID1.Self:
		return ok("it would be jackin's: this is process 1")
	case f.PID1.Name == "jackin":
		return ok("it is jackin's, and doesn't answer")
	}
	name := f.PID1.Name
	if name == "" {
		name = "another program"
	}
	return warn(fmt.Sprintf("process 1 is %s: docker stop ends it, not jackin, and orphans are its children", name),
		`make jackin process 1: ENTRYPOINT ["jackin"], and docker run without --init`)
}

// needed are the capabilities without which root can't run sessions as somebody
// else, and signal them.
var needed = [...]struct {
	bit  uint
	name string
}{{unix.CAP_CHOWN, "CHOWN"}, {unix.CAP_KILL, "KILL"}, {unix.CAP_SETGID, "SETGID"}, {unix.CAP_SETUID, "SETUID"}}

func checkCapabilities(f Facts) Finding {
	if f.Init.UID != 0 {
		return ok(fmt.Sprintf("none is needed: sessions run as user %d, as init does", f.Init.UID))
	}
	if f.Container && f.Server != nil && f.Server.UID == 0 {
		return warn("sessions run as root: a tab can read every key file, and change what it likes",
			"jackin init --user NAME, or docker run -e JACKIN_USER=NAME, with a user of the image")
	}
	var missing []string
	for _, c := range needed {
		if f.Init.Capabilities>>c.bit&1 == 0 {
			missing = append(missing, c.name)
		}
	}
	if len(missing) == 0 {
		return ok("root has what it needs to run sessions as another user")
	}
	return bad(fmt.Sprintf("root without %s can't run sessions as another user, nor end them", strings.Join(missing, ", ")),
		"docker run --cap-add "+strings.Join(missing, " --cap-add ")+", or docker run --user 1000")
}

func checkProcesses(f Facts) Finding {
	l := f.Limits.Tasks
	if l.Max == nil {
		return ok(fmt.Sprintf("%d threads, no limit", l.Current))
	}
	used := fmt.Sprintf("%d of %d threads", l.Current, *l.Max)
	mend := fmt.Sprintf("docker update --pids-limit %d NAME; jackin ls --resources says who has them", max(4**l.Max, 4*fewTasks))
	switch {
	case l.Share() >= full:
		return bad(used+": at the limit nothing can be started, docker exec neither", mend)
	case l.Share() >= tight:
		return warn(used+" are in use", mend)
	case *l.Max < fewTasks:
		return warn(used+": few for agents, which have some thirty each", mend)
	}
	return ok(used)
}

func checkMemory(f Facts) Finding { return memoryFinding(f.Limits.Memory) }

func memoryFinding(l resources.Limit) Finding {
	const mega = 1 << 20
	if l.Max == nil {
		return ok(fmt.Sprintf("%d MB, no limit", l.Current/mega))
	}
	used := fmt.Sprintf("%d of %d MB", l.Current/mega, *l.Max/mega)
	mend := "docker update --memory-swap -1 --memory SIZE NAME; jackin ls --resources says who has it"
	switch {
	case l.Share() >= full:
		return bad(used+": at the limit the kernel kills a session", mend)
	case l.Share() >= tight:
		return warn(used+" are in use", mend)
	}
	return ok(used)
}

func checkSockets(f Facts) Finding {
	if len(f.Stale) == 0 {
		return ok("none is stale")
	}
	return warn("nobody listens on "+strings.Join(f.Stale, ", ")+": a jackin was killed there; the next one replaces it",
		"rm "+strings.Join(f.Stale, " "))
}

// checkClients looks for what docker exec -it leaves behind when it is killed.
func checkClients(f Facts) Finding {
	left := []int{}
	if f.Server != nil {
		left = append(left, f.Server.Silent...)
	}
	// Outside of a container they may be another server's.
	if f.Container {
		for _, pid := range f.Attached {
			if f.Server == nil || !slices.Contains(f.Server.Clients, pid) && !slices.Contains(left, pid) {
				left = append(left, pid)
			}
		}
	}
	slices.Sort(left)
	if len(left) == 0 {
		return ok("none is left over")
	}
	pids := strings.Trim(fmt.Sprint(left), "[]")
	return warn(fmt.Sprintf("left over, without a terminal that answers: %s (they leave by themselves after ten minutes)", pids), "kill "+pids)
}

// checkKeys: what docker run -e sets is shown by docker inspect, and is in the
// environment of every process that docker exec starts.
func checkKeys(f Facts) Finding {
	switch {
	case len(f.Keys) == 0:
		return ok("none is in the environment of this process")
	case f.InTab:
		return ok("those in this environment are this tab's own")
	case !f.Container:
		return ok("those in this environment are yours: " + strings.Join(f.Keys, ", "))
	}
	return warn(strings.Join(f.Keys, ", ")+": in docker inspect, and in every process that docker exec or a health check starts",
		fmt.Sprintf("docker run -v FILE:/run/secrets/%s:ro in place of -e; or docker exec -i NAME jackin keys push %[1]s < FILE", f.Keys[0]))
}
