package loopback

import (
	"bytes"
	"net/http/httptest"
	"testing"
)

func TestRecorderLimits(t *testing.T) {
	r := httptest.NewRequest("POST", "/v1/messages", nil)
	t.Run("bodies", func(t *testing.T) {
		c := newRecorder(nil)
		half := bytes.Repeat([]byte("x"), maxBodies/2)
		for _, body := range [][]byte{half, nil, half, []byte("one too many"), half} {
			c.add(r, body, "", ReplyText)
		}
		var got []bool
		for _, r := range c.list() {
			got = append(got, r.Dropped)
		}
		want := []bool{true, false, true, false, false}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("dropped %v, want %v", got, want)
			}
		}
		if c.bodies != maxBodies/2+len("one too many") {
			t.Errorf("%d bytes of bodies kept", c.bodies)
		}
	})
	t.Run("requests", func(t *testing.T) {
		c := newRecorder(nil)
		for range maxRequests {
			c.add(r, []byte("old"), "", ReplyText)
		}
		c.add(r, []byte("new"), "", ReplyText)
		all := c.list()
		if len(all) != maxRequests || all[len(all)-1].Body != "new" {
			t.Errorf("%d kept, the last %q; want %d, \"new\"", len(all), all[len(all)-1].Body, maxRequests)
		}
		if want := 3 * maxRequests; c.bodies != want {
			t.Errorf("%d bytes counted, want %d", c.bodies, want)
		}
	})
	t.Run("both", func(t *testing.T) {
		c := newRecorder(nil)
		quarter := bytes.Repeat([]byte("x"), maxBodies/4)
		for _, body := range [][]byte{quarter, quarter, quarter, append(quarter, 'x')} {
			c.add(r, body, "", ReplyText) // the last one drops the first's body
		}
		for range maxRequests - 3 { // displaces the first
			c.add(r, nil, "", ReplyText)
		}
		c.add(r, bytes.Repeat([]byte("x"), 3*(maxBodies/4)), "", ReplyText) // displaces the second, drops two
		all := c.list()
		if !all[0].Dropped || !all[1].Dropped || all[len(all)-1].Dropped || c.bodies != 3*(maxBodies/4) {
			t.Errorf("dropped %v %v, last %v, %d bytes kept; want true true false %d",
				all[0].Dropped, all[1].Dropped, all[len(all)-1].Dropped, c.bodies, 3*(maxBodies/4))
		}
	})
}
