package pid1

import (
	"slices"
	"testing"

	"jackin/session/env"
)

func TestServerBase(t *testing.T) {
	base := []string{"A=1", "LANG=de_DE.UTF-8", "LC_TIME=a b", "GOMEMLIMIT=1GiB", "PATH=/bin", "TERM=xterm\nnext"}
	set, err := serverEnviron(base)
	if err != nil {
		t.Fatal(err)
	}
	environ, err := env.Fill(env.Build(base, serverUnset, set), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(environ, "LC_ALL=C.UTF-8") || slices.Contains(environ, "LANG=de_DE.UTF-8") {
		t.Errorf("the server's environment is %q", environ)
	}
	got := ServerBase(environ)
	slices.Sort(got)
	slices.Sort(base)
	if !slices.Equal(got, base) {
		t.Errorf("ServerBase(%q) = %q, want %q", environ, got, base)
	}
}
