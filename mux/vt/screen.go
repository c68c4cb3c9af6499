package vt

// The sizes that a screen takes; New and Resize clamp to them.
const (
	MaxCols = 2000
	MaxRows = 1000
)

// collectEvery is after how many bytes the tables are looked at for a collection.
const collectEvery = 32 << 10

// Options is what a Screen is made with. The zero value is an 80x24 screen
// without history that nobody listens to.
type Options struct {
	// Cols and Rows are the size in cells, clamped to 1..MaxCols and 1..MaxRows;
	// 0 is 80 and 24.
	Cols, Rows int
	// History takes the rows that leave the top of the primary screen. The screen
	// owns it from then on. nil: they are dropped.
	History *History
	// Reply is given the answers to a program's queries, during Write and in the
	// order of the queries. It must not keep the slice. nil: they are discarded.
	Reply func(p []byte)
	// Events is told what a program says beside the screen, during Write. It must
	// not call the screen. nil: nobody is told.
	Events func(Event)
	// Version is the part of the XTVERSION answer in parentheses: jackin(Version).
	Version string
}

// Screen is one emulated terminal: it takes the bytes that a program writes and
// keeps what a terminal would show. Not safe for concurrent use.
type Screen struct {
	opts Options

	cols, rows int
	primary    grid
	alternate  grid
	// g is the grid on show.
	g *grid

	// x is the cursor's column, y its row. wrapNext is the pending wrap: the last
	// column of the line was just printed to and x is still that column.
	x, y     int
	wrapNext bool

	// pen is the style of the next character, its Rune 0; ext is what pen.Ext
	// numbers.
	pen Cell
	ext Ext

	charsets charsets
	mode     modes
	kitty    [2]kittyStack // of the primary, of the alternate screen
	otherKey uint8         // modifyOtherKeys

	// last is the cluster just printed: what a combining character joins and REP
	// repeats. width 0: none, something else has happened since; or noPlace.
	last struct {
		x, width int
		state    clusterState
	}

	parser parser
	tables tables
	// sinceCollect is the bytes fed since the last collection of the tables: one
	// costs a look at every cell, so that many bytes must have paid for it.
	sinceCollect int

	colors palette
	titles titles

	cursorShape CursorShape
	nextID      uint64
	gen         uint64
	changes     uint64
	shown       shownState

	reply []byte // scratch of replies
}

// New makes a blank screen.
func New(o Options) *Screen {
	if o.Cols == 0 {
		o.Cols = 80
	}
	if o.Rows == 0 {
		o.Rows = 24
	}
	s := &Screen{opts: o, cols: clamp(o.Cols, 1, MaxCols), rows: clamp(o.Rows, 1, MaxRows)}
	s.tables.init()
	s.primary.init(s, s.cols, s.rows)
	s.g = &s.primary
	s.colors.reset()
	s.resetModes()
	s.parser.clear()
	s.shown = s.visibleState()
	return s
}

// Size is the screen's size in cells.
func (s *Screen) Size() (cols, rows int) { return s.cols, s.rows }

// Write feeds p, which may end anywhere, within a sequence or a character. It
// takes all of p and its error is always nil.
func (s *Screen) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := min(len(rest), collectEvery)
		s.feed(rest[:n])
		rest = rest[n:]
		s.sinceCollect += n
		if s.tables.full() && s.sinceCollect >= s.cols*s.rows {
			s.collect()
			s.sinceCollect = 0
		}
	}
	s.noteChange()
	return len(p), nil
}

// Changed is a counter that any visible change raises, those of the cursor, the
// modes and the title included: while it stands still CopyTo would copy nothing.
func (s *Screen) Changed() uint64 { return s.changes }

// History is where the rows that left the screen are; nil if none are kept.
func (s *Screen) History() *History { return s.opts.History }

// ResetModes puts modes, keyboard, mouse, margins and the cursor's look back to
// their defaults, and leaves the alternate screen's content where it is: for a
// session that has ended, since a program that is killed restores nothing.
func (s *Screen) ResetModes() {
	s.resetModes()
	s.parser.reset()
	s.noteChange()
}

// shownState is what a change of which is visible without any row changing.
type shownState struct {
	gen      uint64
	cursor   Cursor
	modes    Modes
	reverse  bool
	titleGen uint64
	colorGen uint64
	grid     *grid
}

func (s *Screen) visibleState() shownState {
	return shownState{
		gen: s.gen, cursor: s.cursor(), modes: s.modesNow(), reverse: s.mode.reverseScreen,
		titleGen: s.titles.gen, colorGen: s.colors.gen, grid: s.g,
	}
}

// noteChange raises the change counter if anything that is visible differs from
// the last call.
func (s *Screen) noteChange() {
	if now := s.visibleState(); now != s.shown {
		s.shown = now
		s.changes++
	}
}

func (s *Screen) cursor() Cursor {
	return Cursor{X: s.x, Y: s.y, Visible: !s.mode.hideCursor, Shape: s.cursorShape}
}

// row is the row under the cursor.
func (s *Screen) row() *row { return s.g.row(s.y) }

// touch marks r changed.
func (s *Screen) touch(r *row) {
	s.gen++
	r.gen = s.gen
}

// blank is what erasing leaves: an empty cell of the pen's background.
func (s *Screen) blank() Cell { return Cell{Bg: s.pen.Bg} }

func (s *Screen) event(e Event) {
	if s.opts.Events != nil {
		s.opts.Events(e)
	}
}

func clamp(v, lo, hi int) int { return min(max(v, lo), hi) }
