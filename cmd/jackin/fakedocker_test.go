package main

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// fakeVar names the directory in which the stand-ins for docker and op, which are
// this test's own binary under their names, keep what they were called with, and
// find how to behave.
const fakeVar = "JACKIN_TEST_FAKES"

// fakes are the programs that this binary stands in for.
func fakes() map[string]func() int {
	return map[string]func() int{"docker": fakeDocker, "podman": fakeDocker, "op": fakeOp}
}

// call is one call of a stand-in.
type call struct {
	Pid     int
	Argv    []string
	Environ []string
	Stdin   string
}

// record appends a call to the record of all of them.
func record(c call) {
	line, err := json.Marshal(c)
	if err == nil {
		var f *os.File
		f, err = os.OpenFile(filepath.Join(os.Getenv(fakeVar), "calls"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
		if err == nil {
			_, err = f.Write(append(line, '\n')) // one write: calls don't mix
			err = errors.Join(err, f.Close())
		}
	}
	if err != nil {
		panic(err)
	}
}

// behaviour is what the file NAME says how to behave; "" without one.
func behaviour(name string) string {
	b, _ := os.ReadFile(filepath.Join(os.Getenv(fakeVar), name))
	return strings.TrimSpace(string(b))
}

// hang waits until it is killed.
func hang() {
	never := make(chan os.Signal, 1)
	signal.Notify(never, syscall.SIGUSR2) // nobody sends it
	for range never {
	}
}

// fakeOp is 1Password's client: a reference op://VAULT/ITEM/FIELD has the value
// that the file op-FIELD holds; it waits for it.
func fakeOp() int {
	record(call{Pid: os.Getpid(), Argv: os.Args, Environ: os.Environ()})
	if len(os.Args) < 4 {
		return 2
	}
	field := filepath.Base(os.Args[3])
	// A person who looks for the fingerprint reader: it isn't known when.
	looks := time.NewTicker(10 * time.Millisecond)
	defer looks.Stop()
	for end := time.Now().Add(deadline); time.Now().Before(end); <-looks.C {
		if failure := behaviour("op-" + field + "-fails"); failure != "" {
			return complain(1, failure)
		}
		if value := behaviour("op-" + field); value != "" {
			fmt.Print(value)
			return 0
		}
	}
	return complain(1, "nobody has confirmed")
}

// fakeContainer is a container of the stand-in: a directory, and while it runs a
// jackin of its own on this machine.
type fakeContainer struct {
	Name    string
	Image   string
	Labels  map[string]string
	Command []string
	Env     []string
	Status  string
	Code    int
}

func containerDir(name string) string {
	return filepath.Join(os.Getenv(fakeVar), "containers", name)
}

func (c *fakeContainer) save() {
	b, err := json.Marshal(c)
	if err == nil {
		err = os.MkdirAll(filepath.Join(containerDir(c.Name), "etc"), 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(containerDir(c.Name), "container"), b, 0o600)
	}
	if err != nil {
		panic(err)
	}
}

// load is nil where there is no such container.
func load(name string) *fakeContainer {
	b, err := os.ReadFile(filepath.Join(containerDir(name), "container"))
	if err != nil {
		return nil
	}
	var c fakeContainer
	if err := json.Unmarshal(b, &c); err != nil {
		panic(err)
	}
	return &c
}

// environ is that of the container's processes.
func (c *fakeContainer) environ() []string {
	dir := containerDir(c.Name)
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "SHELL=/bin/sh", "LANG=C.UTF-8",
		"JACKIN_RUN_DIR=" + filepath.Join(dir, "run"), "JACKIN_CONFIG_DIR=" + filepath.Join(dir, "etc", "jackin"),
	}, c.Env...)
}

func fakeDocker() int {
	c := call{Pid: os.Getpid(), Argv: os.Args, Environ: os.Environ()}
	verb := ""
	if len(os.Args) > 1 {
		verb = os.Args[1]
	}
	reads := verb == "cp" || verb == "create" && slices.Contains(os.Args, "/dev/stdin") ||
		verb == "exec" && slices.Contains(os.Args, "push")
	if reads {
		b, _ := io.ReadAll(os.Stdin)
		c.Stdin = string(b)
	}
	record(c)
	switch behaviour("docker-" + verb) {
	case "hang":
		hang()
	case "down":
		return complain(1, "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")
	case "lie":
		fmt.Println("{this is not what was asked for")
		return 0
	}
	args := os.Args[min(2, len(os.Args)):]
	switch verb {
	case "ps":
		for _, c := range containers() {
			fmt.Println(c.Name)
		}
	case "inspect":
		return inspect(args[2:])
	case "create":
		return create(args, c.Stdin)
	case "cp":
		return extract(args[1], c.Stdin)
	case "start":
		return startFake(args[0])
	case "stop":
		return stopFake(args[0])
	case "rm":
		if err := os.RemoveAll(containerDir(args[len(args)-1])); err != nil {
			return complain(1, err.Error())
		}
	case "logs":
		fmt.Fprintln(os.Stderr, behaviour("log"))
	case "exec":
		return execFake(args, c.Stdin, reads)
	default:
		return complain(125, fmt.Sprintf("docker: %q is not a docker command", verb))
	}
	return 0
}

func complain(code int, text string) int {
	fmt.Fprintln(os.Stderr, text)
	return code
}

func containers() []*fakeContainer {
	entries, _ := os.ReadDir(filepath.Join(os.Getenv(fakeVar), "containers"))
	var list []*fakeContainer
	for _, e := range entries {
		list = append(list, load(e.Name()))
	}
	return list
}

func inspect(names []string) int {
	var out []any
	for _, name := range names {
		c := load(name)
		out = append(out, map[string]any{
			"Id": name + "-id", "Name": "/" + name, "Created": "2026-11-24T10:00:00Z",
			"State":  map[string]any{"Status": c.Status, "ExitCode": c.Code, "StartedAt": "2026-11-24T10:00:01Z"},
			"Config": map[string]any{"Image": c.Image, "Labels": c.Labels},
		})
	}
	json.NewEncoder(os.Stdout).Encode(out)
	return 0
}

// create reads the arguments as docker would, as far as launch gives them.
func create(args []string, envFile string) int {
	c := fakeContainer{Labels: map[string]string{}, Status: "created"}
	for len(args) > 0 && strings.HasPrefix(args[0], "--") {
		option, value := args[0], args[1]
		args = args[2:]
		switch option {
		case "--name":
			c.Name = value
		case "--label":
			key, text, _ := strings.Cut(value, "=")
			c.Labels[key] = text
		case "--env":
			c.Env = append(c.Env, value)
		case "--env-file":
			c.Env = append(c.Env, strings.Split(strings.TrimSuffix(envFile, "\n"), "\n")...)
		}
	}
	c.Image, c.Command = args[0], args[1:]
	if behaviour("images") != "" && !slices.Contains(strings.Fields(behaviour("images")), c.Image) {
		return complain(1, "Error response from daemon: No such image: "+c.Image)
	}
	if load(c.Name) != nil {
		return complain(1, `Error response from daemon: Conflict. The container name "/`+c.Name+`" is already in use by container "x".`)
	}
	c.save()
	fmt.Println(c.Name + "-id")
	return 0
}

// extract unpacks what is root's alone.
func extract(target, archive string) int {
	name, dir, _ := strings.Cut(target, ":")
	if load(name) == nil {
		return complain(1, "Error response from daemon: No such container: "+name)
	}
	r := tar.NewReader(strings.NewReader(archive))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return 0
		}
		path := ""
		if err == nil {
			path = filepath.Join(containerDir(name), dir, h.Name)
		}
		switch {
		case err != nil:
		case h.Uid != 0 || h.Gid != 0 || h.Mode&0o022 != 0:
			err = fmt.Errorf("%s isn't root's alone", h.Name)
		case h.Typeflag == tar.TypeDir:
			err = os.MkdirAll(path, 0o700)
		default:
			var b []byte
			if b, err = io.ReadAll(r); err == nil {
				err = os.WriteFile(path, b, 0o600)
			}
		}
		if err != nil {
			return complain(1, err.Error())
		}
	}
}

// startFake starts a jackin as the container's init; the file exits has it end at
// once.
func startFake(name string) int {
	c := load(name)
	if c == nil {
		return complain(1, "Error response from daemon: No such container: "+name)
	}
	if behaviour("exits") != "" {
		c.Status, c.Code = "exited", 1
		c.save()
		return 0
	}
	// The lock of a jackin that has just been stopped is its process's, which is about
	// to end.
	said := ""
	tries := time.NewTicker(10 * time.Millisecond)
	defer tries.Stop()
	for end := time.Now().Add(deadline); time.Now().Before(end); <-tries.C {
		if said = c.start(); !strings.Contains(said, "running already") {
			break
		}
	}
	if said != "" {
		return complain(1, said)
	}
	c.Status = "running"
	c.save()
	return 0
}

// start returns what init says where it doesn't get to listen. The sessions' user is
// the test's own.
func (c *fakeContainer) start() (complaint string) {
	cmd := exec.Command("jackin", "init", "--ready-fd=3")
	cmd.Env, cmd.Dir = c.environ(), "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	log, err := os.Create(filepath.Join(containerDir(c.Name), "log"))
	if err != nil {
		return err.Error()
	}
	defer log.Close()
	r, w, err := os.Pipe()
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	cmd.Stderr, cmd.ExtraFiles = log, []*os.File{w}
	if err := cmd.Start(); err != nil {
		return err.Error()
	}
	w.Close()
	if _, err := r.Read(make([]byte, 1)); err != nil {
		b, _ := os.ReadFile(log.Name())
		return string(bytes.TrimSpace(b)) + "\n"
	}
	return ""
}

func stopFake(name string) int {
	c := load(name)
	if c == nil {
		return complain(1, "Error response from daemon: No such container: "+name)
	}
	cmd := exec.Command("jackin", "stop")
	cmd.Env = c.environ()
	if out, err := cmd.CombinedOutput(); err != nil {
		return complain(1, string(out))
	}
	c.Status, c.Code = "exited", 0
	c.save()
	return 0
}

func execFake(args []string, stdin string, reads bool) int {
	if args[0] != "-i" {
		return complain(125, fmt.Sprintf("unexpected: %q", args))
	}
	c := load(args[1])
	switch {
	case c == nil:
		return complain(1, "Error response from daemon: No such container: "+args[1])
	case c.Status != "running":
		return complain(1, "Error response from daemon: Container "+args[1]+" is not running")
	}
	path, err := exec.LookPath(args[2])
	if err != nil {
		return complain(127, err.Error())
	}
	if !reads {
		if err := syscall.Exec(path, args[2:], c.environ()); err != nil {
			return complain(126, err.Error())
		}
	}
	cmd := exec.Command(path, args[3:]...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = c.environ(), strings.NewReader(stdin), os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return cmd.ProcessState.ExitCode()
	}
	return 0
}
