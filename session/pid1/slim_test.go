package pid1

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestMapping(t *testing.T) {
	const rest = "Rss: 1600 kB\nAnonymous:             0 kB\nVmFlags: rd ex mr mw me\n"
	for _, test := range []struct {
		name, text string
		want       mapping // the one that is given back; zero is none
	}{
		{"code", "00400000-00693000 r-xp 00000000 fe:00 9986707   /usr/bin/jackin\n" + rest, mapping{0x400000, 0x293000}},
		{"constants", "00693000-0096d000 r--p 00293000 fe:00 9986707   /usr/bin/jackin\n" + rest, mapping{0x693000, 0x2da000}},
		{"a deleted file's", "00400000-00693000 r-xp 00000000 fe:00 9986707   /usr/bin/jackin (deleted)\n" + rest, mapping{0x400000, 0x293000}},
		{"variables", "0096d000-009ad000 rw-p 0056d000 fe:00 9986707   /usr/bin/jackin\n" + rest, mapping{}},
		{"shared", "0096d000-009ad000 r--s 0056d000 fe:00 9986707   /memfd:x\n" + rest, mapping{}},
		{"relocated", "00693000-0096d000 r--p 00293000 fe:00 9986707   /usr/bin/jackin\nAnonymous:            12 kB\n", mapping{}},
		{"no file", "009ad000-029e4000 r--p 00000000 00:00 0 \n" + rest, mapping{}},
		{"the kernel's", "7ffd0000-7ffd2000 r-xp 00000000 00:00 0   [vdso]\n" + rest, mapping{}},
		{"no range", "x-y r-xp 00000000 fe:00 1   /a\n" + rest, mapping{}},
		{"the wrong way round", "00693000-00400000 r-xp 00000000 fe:00 1   /a\n" + rest, mapping{}},
		{"none", rest, mapping{}},
		{"after one that was read", "1000-2000 r-xp 0 fe:00 1 /a\n2000-3000 rw-p 0 fe:00 1 /a\n" + rest, mapping{}},
	} {
		var got, m mapping
		for line := range strings.Lines(test.text) {
			if m.read([]byte(line)) {
				got = m
			}
		}
		if got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

// The process goes on with less.
func TestSlim(t *testing.T) {
	before := fileRSS(t)
	slim()
	if after := fileRSS(t); after >= before {
		t.Errorf("%d kB of files are mapped, %d were before", after, before)
	}
}

func fileRSS(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "RssFile:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func FuzzMapping(f *testing.F) {
	f.Add([]byte("00400000-00693000 r-xp 00000000 fe:00 9986707   /usr/bin/jackin"))
	f.Add([]byte("Anonymous:             0 kB"))
	f.Fuzz(func(t *testing.T, line []byte) {
		var m mapping
		if m.read(line) {
			t.Errorf("one line, %q, is enough for %+v", line, m)
		}
		m = mapping{1, 1}
		if m.read(line) && m != (mapping{1, 1}) {
			t.Errorf("%q changes the mapping to %+v and gives it back", line, m)
		}
	})
}
