//go:build !race

package main

// raceFlag has the binary built as the tests are.
var raceFlag []string
