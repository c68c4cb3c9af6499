// Package client is the attached terminal: a dumb pipe between the outer
// terminal and the server's socket.
//
// It puts the terminal into raw mode, carries bytes both ways, says the size,
// connects again by itself when the server is replaced under it, and restores
// the terminal on every way out. It knows nothing of tabs: the server asks the
// outer terminal its questions and parses the answers.
//
// Attach runs in the calling goroutine and joins the two that it starts.
package client
