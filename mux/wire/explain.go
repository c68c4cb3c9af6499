package wire

// VerbExplain asks where a tab's variables come from: Explain -> []Variable.
const VerbExplain = "env explain"

// Explain is about one tab, by its number or its UUID.
type Explain struct {
	Tab string `json:"tab"`
}

// Origins of a Variable.
const (
	OriginEnvironment = "environment" // that init was started with
	OriginContainer   = "container"   // the image, or whoever made the container
	OriginConfig      = "config"      // [env] of the operator's config
	OriginAgent       = "agent"
	OriginProvider    = "provider"
	OriginKey         = "key"
	OriginJackin      = "jackin"
)

// Variable is one variable of a tab. Fields are only ever added.
type Variable struct {
	Name string `json:"name"`
	// Value is empty where it is masked, and for one that is removed.
	Value string `json:"value"`
	// Masked says that the value is a key's, or that its name looks like one's.
	Masked bool `json:"masked"`
	// Removed says that the tab goes without what Origin has.
	Removed bool   `json:"removed"`
	Origin  string `json:"origin"`
	// Detail names the agent, the provider, or the key and where that is from.
	Detail string `json:"detail"`
}
