// Package architecture tells how jackin works, by the names of its parts: it
// imports them, so that a name that is gone breaks the build.
//
// # Three processes
//
// init holds, the server thinks, the client carries. init ([pid1.Run]) starts
// every session on a PTY of its own, keeps the master, the exit and an opaque
// record of each, reaps, and holds the keys. The server ([mux.Serve]) is its child: it
// has the emulators, the strip, the pickers and the clients' screens, and may be
// killed at any time: init starts it again and hands everything back. The client
// ([client.Attach]) is a raw terminal on the server's socket, and knows nothing.
//
// # A keystroke
//
// The client sends what the outer terminal sent, as it is. A viewer's tokenizer
// ([keys.Tokenizer]) cuts it into tokens; the loop decides who gets them: the
// program in the pane, byte for byte where it can be ([keys.Translate]), or the
// strip and its boxes (mux/ui). A pane's queue to its program has a limit; who
// types more than a program reads waits, alone.
//
// # A screen
//
// The pane's goroutine reads the PTY and feeds the emulator ([vt.Screen]), which
// answers the program's questions. A viewer's painter copies the changed rows
// ([vt.Frame]) and turns them, with what tcell has drawn of the interface, into
// one frame ([render.Composer]). Sixty frames a second at most; a client that
// doesn't read gets the newest state, never a backlog.
//
// # A key
//
// [pid1.Boot] takes keys out of the environment and from files, executes init
// again without them and keeps them in sealed memory ([pid1.Keyring]). Choosing
// a provider is an overlay of names ([provider.Catalogue.Overlay]) in a
// [session.Spec], which holds a [secret.Ref] where a key will go; init alone
// puts the value in ([env.Fill]), as it starts that one process. A key that is
// pushed later is sealed by the verb ([pid1.WritePush]) and passes the server as a
// descriptor that it doesn't read ([link.KeysPush]).
//
// # A container
//
// On the operator's machine a launch makes a container of a [launch.Spec], by an
// [launch.Engine]'s own command. A [vault.Resolver] turns what the config says into
// keys while a picker ([launch.Pick]) is up on a [screen.Screen]; they reach the
// container by standard input alone ([launch.Inside]).
//
// # Messages
//
// Clients and server speak mux/wire ([wire.Version]), init and server
// session/link ([link.Version]). Both are length-checked before they are
// decoded, and have versions that are integers.
package architecture

import (
	"jackin/cmd/internal/launch"
	"jackin/cmd/internal/screen"
	"jackin/cmd/internal/vault"
	"jackin/mux"
	"jackin/mux/client"
	"jackin/mux/keys"
	"jackin/mux/render"
	"jackin/mux/vt"
	"jackin/mux/wire"
	"jackin/provider"
	"jackin/provider/secret"
	"jackin/session"
	"jackin/session/env"
	"jackin/session/link"
	"jackin/session/pid1"
)

// The names of the story.
var (
	_ = pid1.Run
	_ = pid1.Boot
	_ *pid1.Keyring
	_ = pid1.WritePush
	_ link.KeysPush
	_ = mux.Serve
	_ = client.Attach
	_ keys.Tokenizer
	_ = keys.Translate
	_ vt.Screen
	_ vt.Frame
	_ render.Composer
	_ = (*provider.Catalogue).Overlay
	_ session.Spec
	_ secret.Ref
	_ = env.Fill
	_ launch.Spec
	_ launch.Engine
	_ = launch.Pick
	_ launch.Inside
	_ vault.Resolver
	_ screen.Screen
	_ = wire.Version
	_ = link.Version
)
