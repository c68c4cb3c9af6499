// Package link carries messages between init and the server that it started:
// one SOCK_SEQPACKET socket pair, one packet a message, descriptors beside it
// (SCM_RIGHTS). Both sides are this binary, perhaps of two releases.
//
//   - A [Message] is one of the types of message.go; a packet is its kind's
//     byte and its JSON ([Encode], [Decode]).
//   - A [Conn] is one side. [Conn.Send] never blocks: what the kernel doesn't
//     take waits in a queue, and a full queue is [ErrBacklog]: the other side is
//     hung. init kills such a server and starts another, which is handed
//     everything again, so that nothing is lost with the queue.
//   - The first message of each side carries its [Version]. Kinds are
//     append-only: [Conn.Receive] skips one that it doesn't know, closing its
//     descriptors, and JSON skips unknown fields.
//
// It decides nothing: which message answers which is for session/pid1 and mux.
//
// Send and Close may be called from any goroutine, Receive from one at a time.
// A Conn starts a goroutine when its queue fills; it ends when the queue is
// empty, and Close joins it.
package link
