package picture

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"jackin/mux/vt"
)

func TestSVG(t *testing.T) {
	s := vt.New(vt.Options{Cols: 20, Rows: 3})
	s.Write([]byte("\x1b[1;31mbold & red\x1b[m plain\r\n\x1b[7m 漢字 \x1b[m\x1b[38;2;1;2;3;4mdirect\x1b[m\r\n\x1b[8mhidden"))
	var f vt.Frame
	s.CopyTo(&f)
	svg := string(SVG(&f, `a "title"`))
	for _, want := range []string{
		`fill="#cd0000" font-weight="bold">bold &amp; red</text>`, ` plain</text>`,
		`textLength="48"`, ` 漢字 </text>`, `fill="#010203" text-decoration="underline">direct</text>`,
		`aria-label="a &#34;title&#34;"`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in\n%s", want, svg)
		}
	}
	if strings.Contains(svg, "hidden") {
		t.Error("concealed text is in the picture")
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("it isn't XML: %v", err)
		}
	}
}
