package keys

import (
	"testing"

	"jackin/mux/vt"
)

func TestEncodeMouse(t *testing.T) {
	left := Mouse{Button: ButtonLeft, X: 9, Y: 4}
	up := Mouse{Button: ButtonLeft, Action: MouseRelease, X: 9, Y: 4}
	drag := Mouse{Button: ButtonLeft, Action: MouseMotion, X: 9, Y: 4}
	move := Mouse{Action: MouseMotion, X: 9, Y: 4}
	wheel := Mouse{Button: WheelDown, X: 9, Y: 4, Mods: Ctrl}
	far := Mouse{Button: ButtonLeft, X: 222, Y: 222}
	farther := Mouse{Button: ButtonLeft, X: 223, Y: 4}
	tests := []struct {
		name     string
		m        Mouse
		tracking vt.Mouse
		encoding vt.MouseEncoding
		want     string
	}{
		{"off", left, vt.MouseOff, vt.MouseSGR, ""},
		{"outside the pane", Mouse{Button: ButtonLeft, X: -1}, vt.MouseAny, vt.MouseSGR, ""},
		{"9: press", Mouse{Button: ButtonLeft, X: 9, Y: 4, Mods: Shift}, vt.MouseX10, vt.MouseLegacy, "\x1b[M *%"},
		{"9: release", up, vt.MouseX10, vt.MouseLegacy, ""}, {"9: wheel", wheel, vt.MouseX10, vt.MouseLegacy, ""},
		{"9: motion", drag, vt.MouseX10, vt.MouseLegacy, ""},
		{"1000: press", left, vt.MouseNormal, vt.MouseLegacy, "\x1b[M *%"}, {"1000: release", up, vt.MouseNormal, vt.MouseLegacy, "\x1b[M#*%"},
		{"1000: drag", drag, vt.MouseNormal, vt.MouseLegacy, ""}, {"1000: wheel", wheel, vt.MouseNormal, vt.MouseLegacy, "\x1b[Mq*%"},
		{"1002: drag", drag, vt.MouseButton, vt.MouseLegacy, "\x1b[M@*%"}, {"1002: motion", move, vt.MouseButton, vt.MouseLegacy, ""},
		{"1003: motion", move, vt.MouseAny, vt.MouseLegacy, "\x1b[MC*%"},
		{"the last column", far, vt.MouseNormal, vt.MouseLegacy, "\x1b[M \xff\xff"}, {"beyond it", farther, vt.MouseNormal, vt.MouseLegacy, ""},
		{"1005", farther, vt.MouseNormal, vt.MouseUTF8, "\x1b[M \u0100%"}, {"1005, release", up, vt.MouseNormal, vt.MouseUTF8, "\x1b[M#*%"},
		{"1005, the last column", Mouse{Button: ButtonLeft, X: 2014}, vt.MouseNormal, vt.MouseUTF8, "\x1b[M \u07ff!"},
		{"1005, beyond it", Mouse{Button: ButtonLeft, X: 2015}, vt.MouseNormal, vt.MouseUTF8, ""},
		{"1006", left, vt.MouseNormal, vt.MouseSGR, "\x1b[<0;10;5M"}, {"1006, release", up, vt.MouseNormal, vt.MouseSGR, "\x1b[<0;10;5m"},
		{"1006, drag", drag, vt.MouseButton, vt.MouseSGR, "\x1b[<32;10;5M"}, {"1006, motion", move, vt.MouseAny, vt.MouseSGR, "\x1b[<35;10;5M"},
		{"1006, wheel", wheel, vt.MouseNormal, vt.MouseSGR, "\x1b[<81;10;5M"}, {"1006, far", farther, vt.MouseNormal, vt.MouseSGR, "\x1b[<0;224;5M"},
		{"1006, button 8", Mouse{Button: Button8}, vt.MouseNormal, vt.MouseSGR, "\x1b[<128;1;1M"},
		{"1006, modifiers", Mouse{Button: ButtonRight, Mods: Shift | Alt | Ctrl}, vt.MouseNormal, vt.MouseSGR, "\x1b[<30;1;1M"},
		{"1015", left, vt.MouseNormal, vt.MouseURXVT, "\x1b[32;10;5M"}, {"1015, release", up, vt.MouseNormal, vt.MouseURXVT, "\x1b[35;10;5M"},
	}
	for _, tt := range tests {
		if got := EncodeMouse(nil, tt.m, tt.tracking, tt.encoding); string(got) != tt.want {
			t.Errorf("%s: EncodeMouse(%+v) = %q, want %q", tt.name, tt.m, got, tt.want)
		}
	}
}

// What SGR says of the mouse is read back as it was, whatever it is.
func TestMouseRoundTrip(t *testing.T) {
	for b := ButtonNone; b <= Button11; b++ {
		for _, a := range []Action{MousePress, MouseRelease, MouseMotion} {
			for _, mods := range []Mods{0, Shift, Alt, Ctrl, Shift | Alt | Ctrl} {
				m := Mouse{Button: b, Action: a, X: 300, Y: 7, Mods: mods}
				out := EncodeMouse(nil, m, vt.MouseAny, vt.MouseSGR)
				if len(out) == 0 {
					if !m.Wheel() || a == MousePress {
						t.Errorf("%+v isn't said", m)
					}
					continue
				}
				if got := feedOne(t, out).Mouse; got != m {
					t.Errorf("%+v is %q, read as %+v", m, out, got)
				}
			}
		}
	}
}

func TestAltScroll(t *testing.T) {
	tests := []struct {
		b    Button
		p    Protocol
		want string
	}{
		{WheelUp, legacy, "\x1b[A\x1b[A\x1b[A"}, {WheelDown, appCursor, "\x1bOB\x1bOB\x1bOB"}, {WheelLeft, legacy, ""}, {ButtonLeft, legacy, ""},
	}
	for _, tt := range tests {
		if got := AltScroll(nil, Mouse{Button: tt.b, Mods: Shift}, tt.p); string(got) != tt.want {
			t.Errorf("AltScroll(%d, %+v) = %q, want %q", tt.b, tt.p, got, tt.want)
		}
	}
}
