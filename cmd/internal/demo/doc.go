// Package demo is what `jackin demo` shows to somebody without agents, keys or an
// account.
//
//   - A stand-in ([Run]) is a small program that takes an agent's place in a tab.
//     It says that it is one, shows what the tab was given ([Given]) with keys
//     masked, and sends what is typed to an endpoint on this machine.
//   - The configuration ([Config]) is an ordinary config.toml that makes stand-ins
//     of the agents' commands, and has an invented key and a base URL on loopback
//     for one provider: the demo's ([Provider]). All else is jackin as it is.
//
// It never connects to anything but 127.0.0.1, reads no file, writes none and
// starts no program: that the endpoint asks for pwd is answered by the stand-in
// itself. It starts no goroutine.
package demo
