package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jackin/provider/secret"
)

// source is what text means in a file; "!" is hidden.
func source(t testing.TB, text string) secret.Source {
	t.Helper()
	if text == "!" {
		return secret.Hidden()
	}
	if ref, account, ok := strings.Cut(text, "@"); ok {
		s, err := secret.Op(ref, account)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s, err := secret.ParseSource(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// An edit in a table: OP [ROLE] NAME [VALUE].
type spliceCase struct {
	name, before, op, role, key, value, after string
}

func (tc spliceCase) edit(t testing.TB) Edit {
	scope := Scope{Role: tc.role}
	switch tc.op {
	case "set":
		return SetEnv(scope, tc.key, source(t, tc.value))
	case "unset":
		return UnsetEnv(scope, tc.key)
	case "role":
		return CreateRole(scope)
	case "no role":
		return DeleteRole(scope)
	case "option":
		return SetOption("", tc.value, strings.Split(tc.key, "/")...)
	case "no option":
		return UnsetOption("", strings.Split(tc.key, "/")...)
	}
	t.Fatalf("no operation %q", tc.op)
	return Edit{}
}

func TestSplice(t *testing.T) {
	for _, tc := range []spliceCase{
		{"empty file", "", "set", "", "A", "x", "[env]\nA = \"x\"\n"},
		{"comment alone", "# mine", "set", "", "A", "x", "# mine\n\n[env]\nA = \"x\"\n"},
		{"byte order mark", "\ufeff[env]\nA = 'x' # c\n", "set", "", "A", "y", "\ufeff[env]\nA = \"y\" # c\n"},
		{"replaced", "[env]\n# about A\n  A  =  'x'   # keep\nB = 1", "set", "", "A", "y", "[env]\n# about A\n  A  =  \"y\"   # keep\nB = 1"},
		{"quoted name", "[\"env\"]\n\"A\" = 'x'\n", "set", "", "A", "y", "[\"env\"]\n\"A\" = \"y\"\n"},
		{"multi-line", "[env]\nA = \"\"\"\nx\n# ]\n\"\"\" # c\nB = ''\n", "set", "", "A", "y", "[env]\nA = \"y\" # c\nB = ''\n"},
		{"multi-line removed", "[env]\nA = \"\"\"\nx\n# ]\n\"\"\" # c\nB = ''\n", "unset", "", "A", "", "[env]\nB = ''\n"},
		{"false", "[env]\nA = false#c\n", "set", "", "A", "y", "[env]\nA = \"y\"#c\n"},
		{"hidden", "[env]\nA = 'x'\n", "set", "", "A", "!", "[env]\nA = false\n"},
		{"added to the table", "[env]\n\tB = 'b' # b\n\n# tail\n[roles.r]\n", "set", "", "A", "x", "[env]\n\tB = 'b' # b\n\tA = \"x\"\n\n# tail\n[roles.r]\n"},
		{"added to an empty table", "[env]\n# nothing yet\n", "set", "", "A", "x", "[env]\nA = \"x\"\n# nothing yet\n"},
		{"no line end", "[env]\nB = 'b'", "set", "", "A", "x", "[env]\nB = 'b'\nA = \"x\"\n"},
		{"header without line end", "[env]", "set", "", "A", "x", "[env]\nA = \"x\"\n"},
		{"carriage returns", "[env]\r\nB = 'b'\r\n[roles.r]\r\n", "set", "", "A", "x", "[env]\r\nB = 'b'\r\nA = \"x\"\r\n[roles.r]\r\n"},
		{"carriage return kept", "[env]\r\nA = false\r\n", "set", "", "A", "x", "[env]\r\nA = \"x\"\r\n"},
		{"new table with carriage returns", "mouse = true\r\n", "set", "", "A", "x", "mouse = true\r\n\r\n[env]\r\nA = \"x\"\r\n"},
		{"env before other tables", "mouse = true\n\n# the backend\n[roles.r]\n", "set", "", "A", "x", "mouse = true\n\n[env]\nA = \"x\"\n\n# the backend\n[roles.r]\n"},
		{"env not above the file's comment", "# my file\n[roles.r]\n", "set", "", "A", "x", "# my file\n[roles.r]\n\n[env]\nA = \"x\"\n"},
		{"no comment but a text's line", "roles.r.env.A = \"\"\"\n# x\"\"\"\n[agents]\n", "set", "", "A", "x", "roles.r.env.A = \"\"\"\n# x\"\"\"\n\n[env]\nA = \"x\"\n\n[agents]\n"},
		{"role's table", "[roles.r]\nimage = 'i'\n\n[agents.claude]\ncommand = ['c']\n", "set", "r", "A", "x", "[roles.r]\nimage = 'i'\n\n[roles.r.env]\nA = \"x\"\n\n[agents.claude]\ncommand = ['c']\n"},
		{"new role", "[env]\nA = ''\n", "set", "r.s", "A", "x", "[env]\nA = ''\n\n[roles.\"r.s\".env]\nA = \"x\"\n"},
		{"dotted at the root", "env.A = 'a'\nenv.B = 'b'\nmouse = true\n", "set", "", "C", "x", "env.A = 'a'\nenv.B = 'b'\nenv.C = \"x\"\nmouse = true\n"},
		{"dotted replaced", "env . \"A\" = 'a'\n", "set", "", "A", "x", "env . \"A\" = \"x\"\n"},
		{"dotted removed", "env.A = 'a' # c\nenv.B = 'b'\n", "unset", "", "A", "", "env.B = 'b'\n"},
		{"dotted in roles", "[roles]\nr.image = 'i'\n", "set", "r", "A", "x", "[roles]\nr.image = 'i'\nr.env.A = \"x\"\n"},
		{"a role with a header beside a dotted one", "roles.q.image = 'i'\n[roles.s]\nimage = 'i'\n", "set", "s", "A", "x",
			"roles.q.image = 'i'\n[roles.s]\nimage = 'i'\n\n[roles.s.env]\nA = \"x\"\n"},
		{"last of a dotted role", "[roles]\nr.env.A = 'i'\n", "unset", "r", "A", "", "[roles]\n\n[roles.r]\n"},
		{"inline", "env = { B = 'b', C = 'c' } # c\n", "set", "", "A", "x", "env = { B = 'b', C = 'c', A = \"x\" } # c\n"},
		{"inline empty", "env = {}\n", "set", "", "A", "x", "env = { A = \"x\" }\n"},
		{"inline empty with space", "env = {  }\n", "set", "", "A", "x", "env = { A = \"x\" }\n"},
		{"inline, trailing comma and comments", "env = {\n  B = 'b', # b\n}\n", "set", "", "A", "x", "env = {\n  B = 'b', A = \"x\", # b\n}\n"},
		{"inline, first removed", "env = { A = 'a', B = 'b' }\n", "unset", "", "A", "", "env = { B = 'b' }\n"},
		{"inline, last removed", "env = { A = 'a', B = 'b' }\n", "unset", "", "B", "", "env = { A = 'a' }\n"},
		{"inline, middle removed", "env = { A = 'a', B = 'b', C = 'c' }\n", "unset", "", "B", "", "env = { A = 'a', C = 'c' }\n"},
		{"inline, only one removed", "env = { A = 'a' }\n", "unset", "", "A", "", "env = { }\n"},
		{"inline roles", "roles = { r = { image = 'i' } }\n", "set", "r", "A", "x", "roles = { r = { image = 'i', env.A = \"x\" } }\n"},
		{"inline roles, another", "roles = { r = { image = 'i' } }\n", "set", "s", "A", "x", "roles = { r = { image = 'i' }, s.env.A = \"x\" }\n"},
		{"reference's table", "[env]\nA = { op = 'op://a/b/c', account = 'd' } # c\n", "set", "", "A", "x", "[env]\nA = \"x\" # c\n"},
		{"reference's table with a header", "[env]\nB = ''\n\n[env.A]\nop = 'op://a/b/c'\n\n[roles.r]\n", "set", "", "A", "x", "[env]\nB = ''\nA = \"x\"\n\n[roles.r]\n"},
		{"reference's table with dots", "[env]\nA.op = 'op://a/b/c'\nB = ''\nA.account = 'x'\n", "set", "", "A", "x", "[env]\nB = ''\nA = \"x\"\n"},
		{"account", "[env]\n", "set", "", "A", "op://a/b/c@me", "[env]\nA = { op = \"op://a/b/c\", account = \"me\" }\n"},
		{"reference", "[env]\n", "set", "", "A", "op://a/b/c", "[env]\nA = \"op://a/b/c\"\n"},
		{"host variable", "[env]\n", "set", "", "A", "${B}", "[env]\nA = \"$B\"\n"},
		{"literal dollar", "[env]\n", "set", "", "A", "$$B", "[env]\nA = \"$$B\"\n"},
		{"quotes", "[env]\n", "set", "", "A", "a\"b\\c'é\u007f\t", "[env]\nA = \"a\\\"b\\\\c'é\\u007F\\t\"\n"},
		{"absent removed", "[env]\nB = ''\n", "unset", "", "A", "", "[env]\nB = ''\n"},
		{"last removed", "[env]\n# c\nA = 'x'\n", "unset", "", "A", "", "[env]\n# c\n"},
		{"other role's", "[roles.r.env]\nA = 'x'\n[roles.s.env]\nA = 'y'\n", "unset", "s", "A", "", "[roles.r.env]\nA = 'x'\n[roles.s.env]\n"},
		{"role made", "[env]\nA = ''\n", "role", "r", "", "", "[env]\nA = ''\n\n[roles.r]\n"},
		{"role made beside others", "[roles.q]\n\n[agents]\n", "role", "r", "", "", "[roles.q]\n\n[roles.r]\n\n[agents]\n"},
		{"role is there", "[roles.r.env]\n", "role", "r", "", "", "[roles.r.env]\n"},
		{"role made among dotted ones", "roles.q.image = 'i'\n", "role", "r", "", "", "roles.q.image = 'i'\nroles.r = {}\n"},
		{"role removed", "[env]\nA = ''\n\n[roles.r]\nimage = 'i'\n# c\n\n[roles.r.env]\nA = 'x' # y\n\n# agents\n[agents]\n", "no role", "r", "", "", "[env]\nA = ''\n\n# agents\n[agents]\n"},
		{"role removed, the next one's comment stays", "[roles.r]\nimage = 'i'\n# s\n[roles.s]\n", "no role", "r", "", "", "# s\n[roles.s]\n"},
		{"role removed from inline", "roles = { r.image = 'i', s = {}, r.env.A = 'x' }\n", "no role", "r", "", "", "roles = { s = {} }\n"},
		{"role removed in pieces", "[roles]\nr.image = 'i'\n[roles.r.env]\nA = ''\n[roles.s]\n", "no role", "r", "", "", "[roles]\n[roles.s]\n"},
		{"option", "mouse = true # m\n[env]\n", "option", "", "engine", "podman", "mouse = true # m\nengine = \"podman\"\n[env]\n"},
		{"first option", "# file\n\n# env\n[env]\n", "option", "", "engine", "podman", "# file\n\nengine = \"podman\"\n\n# env\n[env]\n"},
		{"first option in an empty file", "", "option", "", "engine", "podman", "engine = \"podman\"\n"},
		{"option replaced", "engine   = 'docker'\n", "option", "", "engine", "podman", "engine   = \"podman\"\n"},
		{"option of a list replaced", "leader = [ # keys\n 'f1',\n 'f2' ] # c\nmouse = true\n", "option", "", "leader", "f3", "leader = \"f3\" # c\nmouse = true\n"},
		{"role's image", "[roles.r.env]\nA = ''\n", "option", "", "roles/r/image", "i", "[roles.r.env]\nA = ''\n\n[roles.r]\nimage = \"i\"\n"},
		{"role's image removed", "[roles.r]\nimage = 'i'\n", "no option", "", "roles/r/image", "", "[roles.r]\n"},
		{"base_url", "[providers]\nzai.claude = { base_url = 'https://z.example' }\n", "option", "", "providers/minimax/claude/base_url", "https://m.example",
			"[providers]\nzai.claude = { base_url = 'https://z.example' }\n\n[providers.minimax.claude]\nbase_url = \"https://m.example\"\n"},
	} {
		e := tc.edit(t)
		got, err := e.splice(tc.before)
		if err != nil || got != tc.after {
			t.Errorf("%s: %v\n got %q\nwant %q", tc.name, err, got, tc.after)
		}
		if err := checkSplice(e, tc.before, got); err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

// checkSplice reports what an edit has come to that wasn't meant.
func checkSplice(e Edit, before, after string) error {
	meant, err := decodeTOML(before)
	if err != nil {
		return err
	}
	if err := e.model(meant); err != nil {
		return err
	}
	got, err := decodeTOML(after)
	if err != nil {
		return fmt.Errorf("not TOML: %q", after)
	}
	prune(got)
	prune(meant)
	if diff := cmp.Diff(meant, got, cmpopts.EquateNaNs()); diff != "" {
		return fmt.Errorf("another meaning (-want +got):\n%s", diff)
	}
	return nil
}
