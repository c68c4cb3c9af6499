// Package wire is what clients and the server say to each other over the run
// directory's socket.
//
// The stream is a sequence of frames: a length of four bytes, most significant
// first, that counts the payload alone; one byte of Type; the payload. The
// first frame each way is Hello with the version. Control payloads are JSON,
// terminal input and output are raw bytes. A frame of an unknown type is
// skipped by whoever reads it: types are append-only.
//
// The package decides nothing: what is answered, and when a connection ends,
// is up to mux and mux/client. A Conn may be read by one goroutine and written
// by several.
package wire
