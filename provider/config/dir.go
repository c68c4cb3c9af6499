package config

import "path/filepath"

// ContainerFile is the config of a container. It is root's, and nothing that runs
// in a tab can write it.
const ContainerFile = "/etc/jackin/config.toml"

// Dir returns the operator's config directory: $JACKIN_CONFIG_DIR,
// $XDG_CONFIG_HOME/jackin or ~/.config/jackin. It is empty if the environment
// names no home either; [Load] takes that for no config. A relative
// XDG_CONFIG_HOME is ignored, as its specification says.
func Dir(getenv func(string) string) string {
	if dir := getenv("JACKIN_CONFIG_DIR"); dir != "" {
		return dir
	}
	if base := getenv("XDG_CONFIG_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "jackin")
	}
	if home := getenv("HOME"); home != "" {
		return filepath.Join(home, ".config", "jackin")
	}
	return ""
}
