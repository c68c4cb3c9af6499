package launch

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseContainers(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []Container
		how        string
	}{
		{name: "nothing", text: "\n"},
		{name: "docker", text: `[{"Id":"1","Name":"/a","Created":"2026-11-24T10:00:00.5Z","State":{"Status":"exited","Running":false,"ExitCode":137,"OOMKilled":true,"Error":"","StartedAt":"2026-11-24T10:00:01Z"},"Config":{"Image":"i","Labels":{"jackin.workspace":"shop"}}}]`,
			want: []Container{{ID: "1", Name: "a", Image: "i", Status: "exited", ExitCode: 137, OOMKilled: true, Created: time.Date(2026, 11, 24, 10, 0, 0, 5e8, time.UTC), Started: time.Date(2026, 11, 24, 10, 0, 1, 0, time.UTC), Labels: map[string]string{LabelWorkspace: "shop"}}},
			how:  "it took more memory than it may have"},
		{name: "never started", text: `[{"Name":"a","State":{"Status":"created","Error":"no such device","StartedAt":"0001-01-01T00:00:00Z"},"Config":{}}]`,
			want: []Container{{Name: "a", Status: "created", Problem: "no such device"}}, how: "no such device"},
		{name: "exited", text: `[{"Name":"a","State":{"Status":"exited","ExitCode":2}}]`,
			want: []Container{{Name: "a", Status: "exited", ExitCode: 2}}, how: "it exited with 2"},
		{name: "paused", text: `[{"Name":"a","State":{"Status":"paused"}}]`, want: []Container{{Name: "a", Status: "paused"}}, how: "it is paused"},
	} {
		got, err := parseContainers([]byte(tc.text))
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", tc.name, diff)
		}
		if len(got) > 0 && got[0].How() != tc.how {
			t.Errorf("%s: How() = %q, want %q", tc.name, got[0].How(), tc.how)
		}
	}
	if _, err := parseContainers([]byte("{this is not what was asked for")); err == nil {
		t.Error("parseContainers took nonsense")
	}
}

func FuzzParseContainers(f *testing.F) {
	f.Add([]byte(`[{"Id":"1","Name":"/a","State":{"Status":"running"}}]`))
	f.Add([]byte(`[null]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := parseContainers(text)
		for _, c := range list {
			_, _, _ = c.How(), c.Workspace(), c.Running()
		}
		if err != nil && list != nil {
			t.Errorf("parseContainers(%q) = %v and %v", text, list, err)
		}
	})
}
