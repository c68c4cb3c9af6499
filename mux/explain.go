package mux

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"jackin/mux/wire"
	"jackin/provider"
	"jackin/session"
	"jackin/session/env"
)

// configEnvVar lists, separated by commas, the variables of the base environment that
// whoever started init took from the operator's config. No tab gets it.
const configEnvVar = "JACKIN_CONFIG_ENV"

// explain says what each variable of t is and where it comes from, as a run of its
// program would have it now.
func (s *server) explain(t *tab) ([]wire.Variable, *wire.Error) {
	// A tab of its own: spec notes in it what it finds.
	probe := &tab{launch: t.launch, uuid: t.uuid, size: t.size}
	spec, refusal := s.spec(probe)
	if refusal != nil {
		return nil, refusal
	}
	set := append([]session.Var{{Name: "PWD", Value: t.Dir}}, spec.Set...)
	from := s.origins(t)
	var rows []wire.Variable
	present := map[string]bool{}
	for _, e := range env.Build(s.cfg.Base, append([]string{"OLDPWD"}, spec.Unset...), set) {
		present[e.Name] = true
		rows = append(rows, from.variable(e, slices.ContainsFunc(set, func(v session.Var) bool { return v.Name == e.Name })))
	}
	for _, kv := range s.cfg.Base {
		name, _, _ := strings.Cut(kv, "=")
		if !present[name] && name != configEnvVar {
			row := from.variable(env.Entry{Name: name}, false)
			row.Removed, row.Masked = true, false
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b wire.Variable) int { return cmp.Compare(a.Name, b.Name) })
	return rows, nil
}

// origins tells the variables of one tab apart.
type origins struct {
	s        *server
	agent    provider.Agent
	provider provider.Provider
	jackins  []string // names
	config   []string
}

func (s *server) origins(t *tab) origins {
	o := origins{s: s, jackins: []string{"TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "PWD"}}
	o.agent, _ = s.catalogue.Agent(t.Agent)
	o.provider, _ = s.catalogue.Provider(t.Provider)
	if names, ok := s.cfg.LookupEnv(configEnvVar); ok {
		o.config = strings.Split(names, ",")
	}
	return o
}

// variable describes one entry, which the Spec has set or the base environment has.
func (o origins) variable(e env.Entry, set bool) wire.Variable {
	v := wire.Variable{Name: e.Name, Value: e.Value, Masked: !set && looksSecret(e.Name)}
	switch {
	case e.Key != "":
		v.Origin, v.Masked = wire.OriginKey, true
		v.Detail = fmt.Sprintf("%s, from %s", e.Key, o.s.keySource[e.Key])
	case !set && slices.Contains(o.config, e.Name):
		v.Origin = wire.OriginConfig
	case !set && o.s.welcome.Bare:
		v.Origin = wire.OriginEnvironment
	case !set:
		v.Origin = wire.OriginContainer
	case slices.Contains(o.jackins, e.Name), strings.HasPrefix(e.Name, "JACKIN_"):
		v.Origin = wire.OriginJackin
	case slices.ContainsFunc(o.agent.ImageSet, func(s provider.Setting) bool { return s.Name == e.Name }):
		v.Origin, v.Detail = wire.OriginAgent, o.agent.Label
	default:
		v.Origin, v.Detail = wire.OriginProvider, o.provider.Label
	}
	if v.Masked {
		v.Value = ""
	}
	return v
}

// looksSecret says that a variable of that name is better not shown, whoever set it.
func looksSecret(name string) bool {
	name = strings.ToUpper(name)
	for _, part := range []string{"KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
