// Package vt is the terminal emulator: bytes in, a screen with its history,
// modes and damage out.
//
// The nouns:
//
//   - A Screen is one emulated terminal. Write feeds it what a program prints,
//     in pieces that may end anywhere; Options.Reply gets the answers to the
//     program's queries, Options.Events what it says beside the screen.
//   - A Cell is one place of it: a character, colours, attributes, 16 bytes. What
//     doesn't fit a Cell, grapheme clusters of several code points (Cell.Rune)
//     and links and underline colours (Cell.Ext), is numbered in tables.
//   - A row keeps its ID while it scrolls and gets a new Gen with each change, so
//     that who shows it can tell what moved from what changed.
//   - A Frame is a reader's own copy of a screen: CopyTo brings it up to date by
//     copying the rows that it doesn't have.
//   - A History is the rows that left the top of the primary screen, packed to
//     bytes in memory that its owner gave it. Rows of one line are marked as
//     such and can be wrapped for any width.
//   - A snapshot is the whole state but the history, as bytes.
//
// The reference is xterm.js where it implements a thing, xterm's documentation
// elsewhere. Where the two differ, or this package differs from either on
// purpose, the row of the table in differences_test.go says so and holds it:
// .ci/oracle feeds both with every golden screen, recording and fuzz corpus and
// with random output, and fails where they differ without a row, and where a row
// no longer differs. Where xterm.js has nothing, xterm itself was compared with.
//
// Input is UTF-8 and nothing else: a byte of 0x80 to 0x9f alone is a broken
// character; C1 controls count where they are encoded (U+0080 to U+009F), as in
// xterm. Sequences that are broken or unknown are swallowed whole. Everything a
// program can make grow is bounded by a named constant: maxParams, maxOSC,
// maxDCS, maxCluster, maxClusters, maxExts, maxTitle, titleDepth, kittyDepth.
//
// The package does no I/O, starts no goroutine, reads no clock and never panics
// on input. A Screen, its History and what they are given belong to one
// goroutine at a time; whoever shares a Screen holds a lock around every call.
// A Frame belongs to its reader and stays valid while the Screen goes on.
// NextCluster and StringWidth may be called from anywhere.
//
// Properties of characters come from chartable.go, which internal/gentable
// makes from the Unicode Character Database.
package vt
