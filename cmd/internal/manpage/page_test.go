package manpage

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

const want = `.TH "TOOL\-CUT" "1" "" "jackin" "jackin"
.SH "NAME"
tool\-cut \- Cut "things"
.SH "SYNOPSIS"
tool cut NAME
.br
tool cut \-\- TEXT
.SH "DESCRIPTION"
First
line.
.PP
\&.second of C:\edir. It is
.PP
.RS "4"
.nf
$A       one
$B\-C     two
.fi
.RE
.PP
Last.
.SH "VERBS"
.TP
\fBfine\fP
Cut finely.
.SH "OPTIONS"
.TP
\fB\-\-deep N\fP
cut N deep.
.TP
\fB\-h, \-\-help\fP
show this verb\(aqs help.
.TP
\fB\-\-loud\fP
say it.
.SH "EXIT STATUS"
.TP
\fB0\fP
done
.SH "SEE ALSO"
\fBtool\fP(1),
\fBtool\-cut\-fine\fP(1)
.PP
\fBtool help TOPIC\fP explains a topic.
`

func run(*cobra.Command, []string) {}

func TestPage(t *testing.T) {
	root := &cobra.Command{Use: "tool", Run: run}
	root.PersistentFlags().Bool("loud", false, "say it")
	cut := &cobra.Command{
		Use: "cut NAME | cut -- TEXT", Short: `Cut "things"`, Run: run, DisableFlagsInUseLine: true,
		Long: "First\nline.\n\n.second of C:\\dir. It is\n\n  $A       one\n  $B-C     two\n\nLast.",
	}
	cut.Flags().Int("deep", 0, "cut `N` deep")
	cut.Flags().Bool("secret", false, "")
	if err := cut.Flags().MarkHidden("secret"); err != nil {
		t.Fatal(err)
	}
	cut.AddCommand(&cobra.Command{Use: "fine", Short: "Cut finely", Run: run}, &cobra.Command{Use: "never", Hidden: true, Run: run})
	root.AddCommand(cut)
	page := string(Page(cut, Section{Title: "EXIT STATUS", Entries: []Entry{{"0", "done"}}}))
	if diff := cmp.Diff(want, page); diff != "" {
		t.Errorf("Page (-want +got):\n%s", diff)
	}
}
