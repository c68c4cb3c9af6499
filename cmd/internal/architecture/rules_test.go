package architecture

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../../.."

// goPackage is what go list says of a package.
type goPackage struct {
	ImportPath string
	Doc        string
	Imports    []string
	Deps       []string
}

// packages are those of the module.
func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Doc,Imports,Deps", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatal(err)
	}
	var list []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// in says that path is the room, or in it.
func in(path, room string) bool { return path == room || strings.HasPrefix(path, room+"/") }

// TestLayering holds the arrows: cmd -> mux -> {session, provider}.
func TestLayering(t *testing.T) {
	for _, rule := range []struct {
		room   string
		except []string
		never  []string
		reason string
	}{
		{"jackin/mux", nil, []string{"jackin/cmd"}, "the server knows nothing of the command line"},
		{"jackin/session", nil, []string{"jackin/cmd", "jackin/mux"}, "sessions are below the server"},
		{"jackin/provider", nil, []string{"jackin/cmd", "jackin/mux", "jackin/session"}, "the catalogue is data"},
		{"jackin/session", nil, []string{"jackin/provider", "github.com/BurntSushi/toml"}, "a session knows no provider"},
		{"jackin/session/pid1", nil, []string{"os/exec", "github.com/spf13", "github.com/gdamore", "net/http"}, "init waits for every child by itself, and is small"},
		{"jackin/session", nil, []string{"os/exec"}, "init is the only waiter"},
		{"jackin/mux/vt", []string{"jackin/mux/vt/internal/gentable"}, []string{"os", "net", "time", "os/exec"}, "the emulator is pure"},
		{"jackin/mux/render", nil, []string{"os", "net", "os/exec"}, "the renderer is pure"},
		{"jackin/mux/view", nil, []string{"os", "net", "os/exec", "github.com/gdamore"}, "a view is pure"},
		{"jackin/mux/keys", nil, []string{"os/exec", "net", "github.com/gdamore"}, "keystrokes are pure"},
		{"jackin/mux/wire", nil, []string{"net", "os/exec"}, "frames know no sockets"},
		{"jackin/session/env", nil, []string{"os/exec", "net"}, "an environment is built, not read"},
		{"jackin/provider/secret", nil, []string{"jackin/provider/config", "jackin/provider"}, "secret is a leaf"},
		{"jackin", []string{"jackin/mux/ui", "jackin/cmd/internal/console"}, []string{"github.com/gdamore/tcell/v2"}, "tcell draws the interface alone"},
		{"jackin", []string{"jackin/cmd"}, []string{"github.com/spf13/cobra"}, "the command line is cmd's"},
	} {
		for _, p := range packages(t) {
			if !in(p.ImportPath, rule.room) || slices.ContainsFunc(rule.except, func(e string) bool { return in(p.ImportPath, e) }) {
				continue
			}
			// What a room imports itself; for our own rooms also by way of others.
			for _, dep := range p.Imports {
				for _, never := range rule.never {
					if in(dep, never) && !(never == "jackin/provider" && in(dep, "jackin/provider/secret")) {
						t.Errorf("%s imports %s: %s", p.ImportPath, dep, rule.reason)
					}
				}
			}
			for _, dep := range p.Deps {
				for _, never := range rule.never {
					if strings.HasPrefix(never, "jackin/") && in(dep, never) && !(never == "jackin/provider" && in(dep, "jackin/provider/secret")) {
						t.Errorf("%s depends on %s: %s", p.ImportPath, dep, rule.reason)
					}
				}
			}
		}
	}
}

// sources are the Go files of the module, parsed.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (strings.HasPrefix(name, ".") && name != ".." && path != root || name == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		files[rel] = f
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestPackageDocs: every package says what it is.
func TestPackageDocs(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.Doc) < 20 {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

// longest is how many lines a file may have; tables and generated code are
// exempt.
const longest = 700

// TestFiles: formatted, and of one subject.
func TestFiles(t *testing.T) {
	for path, f := range sources(t) {
		b, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		formatted, err := format.Source(b)
		if err != nil || !bytes.Equal(formatted, b) {
			t.Errorf("%s isn't formatted by gofmt, %v", path, err)
		}
		lines := bytes.Count(b, []byte("\n"))
		if lines > longest && !ast.IsGenerated(f) && !strings.HasSuffix(path, "_test.go") {
			t.Errorf("%s has %d lines, %d at most", path, lines, longest)
		}
	}
}

// TestNoRoomWithoutSubject: rooms have names that say what is in them.
func TestNoRoomWithoutSubject(t *testing.T) {
	for path := range sources(t) {
		for _, part := range strings.Split(strings.TrimSuffix(path, ".go"), string(filepath.Separator)) {
			if slices.Contains([]string{"util", "utils", "common", "helpers", "types", "misc"}, part) {
				t.Errorf("%s: %q says nothing", path, part)
			}
		}
	}
}

// TestRevealCallers lists the places where a key's value is taken out of its
// wrapping.
func TestRevealCallers(t *testing.T) {
	allowed := []string{
		"session/env/env.go",            // init, as it starts one session
		"cmd/internal/vault/lines.go",   // [env] of the config, on its way to a program's standard input or to init's own start
		"cmd/internal/vault/resolve.go", // whether a value can be one
		"cmd/internal/console/probe.go", // the Test of the Auth tab, into a header for the provider's own endpoint
		"provider/config/edit.go",       // what the operator has entered, into the file that they chose
	}
	for path, f := range sources(t) {
		if strings.HasSuffix(path, "_test.go") || in(path, "provider/secret") {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Reveal" && !slices.Contains(allowed, path) {
				t.Errorf("%s calls Reveal", path)
			}
			return true
		})
	}
}

// TestProvidersAreData: outside of the catalogue nothing names a provider.
func TestProvidersAreData(t *testing.T) {
	names := []string{"anthropic", "openai", "zai", "minimax", "kimi"}
	for path, f := range sources(t) {
		if strings.HasSuffix(path, "_test.go") || in(path, "provider") || in(path, "cmd/internal/loopback") {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && slices.Contains(names, text) {
					t.Errorf("%s names the provider %q", path, text)
				}
			}
			return true
		})
	}
}

// TestTopLevel: the user drew it.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	drawn := []string{"cmd", "mux", "session", "provider", "go.mod", "go.sum", "Dockerfile", "README.md"}
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(drawn, name) {
			t.Errorf("%s is at the top level", name)
		}
	}
}
