package mux

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"jackin/mux/keys"
	"jackin/mux/wire"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
	"jackin/session/link"
)

// fromEnvironment is the link's word for a key that came in with the
// environment.
const fromEnvironment = "environment"

// configure applies the settings that init passes on, and writes the file that
// Codex is pointed to.
func (s *server) configure(m link.Welcome) error {
	settings, err := provider.DecodeSettings(m.Settings)
	if err == nil && len(m.Settings) == 0 && !m.Bare {
		settings, err = containerSettings()
	}
	if err != nil {
		return err
	}
	if s.catalogue, err = provider.Default().WithSettings(settings); err != nil {
		return fmt.Errorf("apply settings: %w", err)
	}
	options, err := config.DecodeOptions(settings.Options)
	if err != nil {
		return err
	}
	if s.patience == (patience{}) {
		s.patience = defaultPatience
		s.patience.gone = options.ClientTimeout
	}
	s.options = options
	for _, text := range options.Leaders {
		chord, err := keys.ParseChord(text)
		if err != nil {
			return fmt.Errorf("apply settings: leader: %w", err)
		}
		s.leaders = append(s.leaders, chord)
	}
	s.serverDir = filepath.Join(m.RunDir, "server")
	name, data, err := s.catalogue.CodexModels()
	if err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(s.serverDir, name), data); err != nil {
		// Everything but Codex on another provider works without it.
		s.log.Error("write the model catalogue", "err", err)
		s.serverDir = ""
	}
	return nil
}

// containerSettings are those of the image or the launcher: root's, no tab can
// write them.
func containerSettings() (provider.Settings, error) {
	c, err := config.LoadContainer(config.ContainerFile)
	if err != nil {
		return provider.Settings{}, err
	}
	return c.Settings(), nil
}

// replaceFile writes a file of the server's own; a reader sees the old one or
// the new one whole. No sync: it is written anew at every start.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// overlay is what the provider that t was opened with does to its process.
func (s *server) overlay(t *tab) (provider.Overlay, *wire.Error) {
	in := provider.OverlayInput{
		Agent: t.Agent, Provider: t.Provider, Keys: s,
		FromEnv:   func(ref secret.Ref) bool { return s.keySource[ref] == fromEnvironment },
		Base:      s.cfg.LookupEnv,
		IsProgram: s.isProgram,
		InImage:   s.inImage(),
		ServerDir: s.serverDir,
		RepoRoot:  repoRoot(t.Dir),
		ExtraArgs: t.Args,
	}
	if s.hasTranscript(t) {
		in.Resume = t.Conversation
	} else {
		// An agent refuses the id of a conversation that it has begun and not kept.
		in.SessionID = newUUID()
	}
	o, err := s.catalogue.Overlay(in)
	if err == nil {
		return o, nil
	}
	var refusal *provider.Refusal
	if errors.As(err, &refusal) {
		t.waitingFor = string(refusal.Key)
		e := &wire.Error{Code: wire.CodeNotFound, Message: err.Error()}
		if refusal.Key != "" {
			e.Hints = []string{fmt.Sprintf("jackin keys push %s < FILE", refusal.Key)}
		}
		return o, e
	}
	return o, &wire.Error{Code: wire.CodeFailed, Message: err.Error()}
}

// imageVar is set to 1 by jackin's own image, where agents start without
// questions.
const imageVar = "JACKIN_IMAGE"

func (s *server) inImage() bool {
	value, _ := s.cfg.LookupEnv(imageVar)
	return value == "1"
}

// hasTranscript says that t's last conversation can be taken up.
func (s *server) hasTranscript(t *tab) bool {
	dir, pattern, ok := s.catalogue.Transcript(t.Agent, t.Conversation, s.cfg.LookupEnv)
	if !ok {
		return false
	}
	found, err := fs.Glob(os.DirFS(dir), pattern)
	return err == nil && len(found) > 0
}

func (s *server) isProgram(name string) bool {
	_, err := s.cfg.LookPath(name)
	return err == nil
}

// label is what the strip calls t.
func (s *server) label(t *tab) string {
	switch {
	case t.label != "":
		return t.label
	case t.Agent == "":
		return cleanLabel(filepath.Base(t.Command[0]))
	}
	return s.catalogue.Label(t.Agent, t.Provider, s)
}

// noSuspend says that t's program must not be stopped from the keyboard.
func (s *server) noSuspend(t *tab) bool {
	a, ok := s.catalogue.Agent(t.Agent)
	return ok && a.NoSuspend
}

// repoRoot is the root of the repository that dir is in, else dir.
func repoRoot(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}
