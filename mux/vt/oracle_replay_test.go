//go:build oracle

package vt

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tableFile is what xterm.js shows for the rows of TestDifferences: a section for
// each, and for each golden that differs.
const tableFile = "testdata/differences.txtar"

const tableComment = "What xterm.js shows otherwise: for each row of TestDifferences, and for the goldens with such things. Made by .ci/oracle -update.\n"

// table is tableFile under test: what isn't asked for in the end is out of date.
type table struct {
	t    *testing.T
	want map[string]string
	got  []section
}

func openTable(t *testing.T) *table {
	data, err := os.ReadFile(tableFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	tab := &table{t: t, want: map[string]string{}}
	_, sections := parseSections(string(data))
	for _, s := range sections {
		tab.want[s.name] = s.text
	}
	return tab
}

// check sees that differences are those of the table.
func (tab *table) check(name, instead string, differences []string) {
	tab.t.Helper()
	got := strings.Join(append(differences, ""), "\n")
	tab.got = append(tab.got, section{name, got})
	switch want, ok := tab.want[name]; {
	case *update:
	case ok && got == "":
		tab.t.Errorf("%s: xterm.js shows the same by now: the table's row is out of date", name)
	case !ok:
		tab.t.Errorf("%s: no row of the table has that xterm.js %s:\n%s", name, instead, got)
	default:
		if diff := cmp.Diff(want, got); diff != "" {
			tab.t.Errorf("%s: differs otherwise than the table says (-want +got):\n%s", name, diff)
		}
	}
	delete(tab.want, name)
}

// close sees that the table has nothing else, and writes it with -update.
func (tab *table) close() {
	if *update {
		out := tableComment
		for _, s := range tab.got {
			out += "-- " + s.name + " --\n" + s.text
		}
		if err := os.WriteFile(tableFile, []byte(out), 0o644); err != nil {
			tab.t.Fatal(err)
		}
		return
	}
	for name := range tab.want {
		tab.t.Errorf("%s: the table has a section that nothing asks for", name)
	}
}

// TestOracleDifferences sees that xterm.js shows what the table says, and nothing
// else of the goldens otherwise than we do.
func TestOracleDifferences(t *testing.T) {
	o, tab := startOracle(t), openTable(t)
	for _, c := range differences() {
		a := o.ask(t, question{Cols: c.cols, Rows: c.rows, Data: [][]byte{[]byte(c.input)}})[0]
		if a.Failed != "" {
			tab.check(c.name, c.instead, []string{"xterm.js throws " + a.Failed})
			continue
		}
		var reply string
		s := oracleScreen(c.cols, c.rows)
		s.opts.Reply = func(p []byte) { reply += string(p) }
		s.Write([]byte(c.input))
		ours, theirs := pictureOf(s), a.picture(c.cols)
		differences := ours.differences(&theirs, exact)
		if reply != a.Reply {
			differences = append(differences, fmt.Sprintf("reply %q, xterm.js %q", reply, a.Reply))
		}
		if len(differences) == 0 {
			t.Errorf("%s: %q shows the same in xterm.js: no difference to have a row for", c.name, c.input)
		}
		tab.check(c.name, c.instead, differences)
	}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d golden screens, %v", len(files), err)
	}
	for _, file := range files {
		if file == tableFile {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, sections := parseSections(string(data))
		cols, rows, input := goldenInput(t, sections)
		name := "golden " + strings.TrimSuffix(filepath.Base(file), ".txtar")
		if d := o.compare(t, cols, rows, input)[0]; len(d) > 0 || tab.want[name] != "" {
			tab.check(name, "does", d)
		}
	}
	tab.close()
}

// TestOracleRecordings compares what every recording shows, in the middle and at
// its end, at its own size.
func TestOracleRecordings(t *testing.T) {
	o := startOracle(t)
	for name, c := range recordings(t) {
		input := c.output()
		var pieces [][]byte
		for _, e := range []int{1, 2, 3, 4} {
			pieces = append(pieces, input[:len(input)*e/4])
		}
		for i, differences := range o.compare(t, c.Cols, c.Rows, pieces...) {
			for _, d := range differences {
				t.Errorf("%s, %d of %d bytes: %s", name, len(pieces[i]), len(input), d)
			}
		}
	}
}
