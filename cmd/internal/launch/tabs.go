package launch

import (
	"context"
	"encoding/json"
	"fmt"

	"jackin/mux/wire"
)

// List are the tabs of the container, as its jackin ls prints them.
func (in Inside) List(ctx context.Context) ([]wire.Tab, error) {
	out, err := in.jackin(ctx, nil, "ls", "--json")
	if err != nil {
		return nil, err
	}
	var tabs []wire.Tab
	if err := json.Unmarshal(out, &tabs); err != nil {
		return nil, fmt.Errorf("read the tabs of container %q: %w", in.Name, err)
	}
	return tabs, nil
}
