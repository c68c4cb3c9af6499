// Package vt is the terminal emulator: bytes in, a screen with its history,
// modes and damage out.
package vt
