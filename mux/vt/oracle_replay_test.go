//go:build oracle

package vt

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

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

// corpus is the entries of FuzzWrite: those that are kept, and those of another
// directory, if any.
func corpus(t *testing.T, more string) map[string]oracleCase {
	t.Helper()
	files, err := filepath.Glob("testdata/fuzz/FuzzWrite/*")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d entries of the corpus, %v", len(files), err)
	}
	if more != "" {
		found, err := filepath.Glob(filepath.Join(more, "*"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	all := map[string]oracleCase{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		// A header, then []byte("..."), byte('...') for columns and rows, uint16(...).
		lines := strings.Split(string(data), "\n")
		if len(lines) < 5 {
			t.Fatalf("%s is no entry of FuzzWrite", file)
		}
		input, err := strconv.Unquote(strings.TrimSuffix(strings.TrimPrefix(lines[1], "[]byte("), ")"))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		size := func(line string) int {
			quoted := strings.TrimSuffix(strings.TrimPrefix(line, "byte('"), "')")
			r, _, _, err := strconv.UnquoteChar(quoted, '\'')
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			return int(r)
		}
		all[filepath.Base(file)] = oracleCase{cols: max(2, 1+size(lines[2])%40), rows: 1 + size(lines[3])%12, parts: []string{input}}
	}
	return all
}

// rowsOfTheTable are the sequences that a row of TestDifferences is about: random
// bytes that have one are not compared.
var rowsOfTheTable = []struct {
	row  string
	what *regexp.Regexp
}{
	{"left and right margins", regexp.MustCompile(`\x1b\[\?[0-9;]*69[;hlr]`)},
	{"rectangles", regexp.MustCompile(`\x1b\[[0-9;:]*(\$[xz{vrt]|\*x)`)},
	{"DECFI and DECBI", regexp.MustCompile(`\x1b[\x00-\x1f]*[69]`)},
	{"SPA and EPA", regexp.MustCompile(`\x1b[\x00-\x1f]*[VW]`)},
	{"SS2 and SS3", regexp.MustCompile(`\x1b[\x00-\x1f]*[NO]`)},
	{"C1 RI", regexp.MustCompile(`[\x{80}-\x{9f}]`)},
	{"mode 2027", regexp.MustCompile(`\x1b\[\?2027l`)},
	{"saved cursor and history", regexp.MustCompile(`\x1b[\x00-\x1f]*[78]|\x1b\[[0-9;]*[su]|\x1b\[\?[0-9;]*104[89]`)},
	{"CUB under origin mode", regexp.MustCompile(`\x1b\[\?[0-9;]*6[;h]`)},
	{"DECALN resets the margins", regexp.MustCompile(`\x1b#[\x00-\x1f]*8`)},
	{"RIS and LNM", regexp.MustCompile(`\x1b[\x00-\x1f]*c`)},
	{"REP of more than a screenful", regexp.MustCompile(`\x1b\[[0-9]{2,}b`)},
	{"a wide character with autowrap off", regexp.MustCompile(`\x1b\[\?[0-9;]*7[;l]`)},
	{"DECDC with a wrap pending", regexp.MustCompile(`\x1b\[[0-9;]*('[}~]| [@A])`)},
	{"a non-ASCII character in a SOS string", regexp.MustCompile(`\x1b[\x00-\x1f]*[X^_P]`)},
	{"SGR 0 and protection", regexp.MustCompile(`"q`)},
	{"DECST8C", regexp.MustCompile(`\x1b\[\?[0-9;]*W`)},
	{"SGR 59", regexp.MustCompile(`59[;m]`)},
	{"colour without a colour space", regexp.MustCompile(`[34]8:2`)},
	{"DECCOLM", regexp.MustCompile(`\x1b\[\?[0-9;]*3[;hl]`)},
	{"a combining character behind a sequence", regexp.MustCompile(`[\p{M}\x{200d}\x{1160}-\x{11ff}]`)},
	{"DEL in a title", regexp.MustCompile(`\x1b\][^\x07\x1b]*\x7f`)},
	{"a link's rows deleted", regexp.MustCompile(`\x1b\]8;`)},
}

// mended is b with the characters that are broken as we show them: xterm.js drops
// them, says the table.
func mended(b []byte) []byte {
	var out []byte
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			out, b = append(out, b[0]), b[1:]
			continue
		}
		r, n := decode(b)
		if n == 0 {
			break // the end of the input within a character
		}
		out, b = utf8.AppendRune(out, r), b[n:]
	}
	return out
}

// TestOracleCorpus compares what FuzzWrite has found, and what is in
// JACKIN_ORACLE_CORPUS, a fuzz cache's directory for it.
func TestOracleCorpus(t *testing.T) {
	o := startOracle(t)
	compared := 0
	entries := corpus(t, os.Getenv("JACKIN_ORACLE_CORPUS"))
next:
	for name, c := range entries {
		c.parts = []string{string(mended(c.input()))}
		for _, row := range rowsOfTheTable {
			if row.what.MatchString(c.parts[0]) {
				continue next
			}
		}
		compared++
		if d := o.compare(t, c.cols, c.rows, c.input())[0]; len(d) > 0 {
			t.Errorf("%s: %dx%d %q:\n\t%s", name, c.cols, c.rows, c.input(), strings.Join(d, "\n\t"))
		}
	}
	t.Logf("%d of %d entries compared", compared, len(entries))
}
