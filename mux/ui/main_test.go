package ui

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv(eastAsianChild) != "" {
		fmt.Print(PrepareEnv())
		os.Exit(0)
	}
	if err := PrepareEnv(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}
