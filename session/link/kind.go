package link

// kind is the first byte of a message. Numbers are append-only: they cross
// between versions.
type kind byte

const (
	kindWelcome     kind = 1
	kindSession     kind = 2
	kindReady       kind = 3
	kindSpawned     kind = 4
	kindSpawnFailed kind = 5
	kindExited      kind = 6
	kindKeysChanged kind = 7
	kindStopping    kind = 8
	kindBye         kind = 9

	kindHello    kind = 32
	kindSpawn    kind = 33
	kindRecord   kind = 34
	kindSignal   kind = 35
	kindClose    kind = 36
	kindQuitDone kind = 37
	kindStop     kind = 38
	kindKeysPush kind = 39
)

func (Welcome) kind() kind     { return kindWelcome }
func (Session) kind() kind     { return kindSession }
func (Ready) kind() kind       { return kindReady }
func (Spawned) kind() kind     { return kindSpawned }
func (SpawnFailed) kind() kind { return kindSpawnFailed }
func (Exited) kind() kind      { return kindExited }
func (KeysChanged) kind() kind { return kindKeysChanged }
func (Stopping) kind() kind    { return kindStopping }
func (Bye) kind() kind         { return kindBye }
func (Hello) kind() kind       { return kindHello }
func (Spawn) kind() kind       { return kindSpawn }
func (Record) kind() kind      { return kindRecord }
func (Signal) kind() kind      { return kindSignal }
func (Close) kind() kind       { return kindClose }
func (QuitDone) kind() kind    { return kindQuitDone }
func (Stop) kind() kind        { return kindStop }
func (KeysPush) kind() kind    { return kindKeysPush }
