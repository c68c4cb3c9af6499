package view

import (
	"slices"
	"sort"

	"jackin/mux/vt"
)

// Limits of a search.
const (
	// MaxHits is how many hits are kept: those nearest to where it began, in its
	// direction. The walk ends there, and the count says that there are more.
	MaxHits = 10_000
	// stepCells is about how many cells one Read may copy: rows wider than usual
	// are read fewer at a time.
	stepCells = 100_000
	minRows   = 32
)

// Search is the walk through a View's rows for what is searched for: from where
// the search began to the end, then from the other end back to there. It belongs
// to one goroutine, and is independent of the View that it is for:
//
//	for done := false; !done; {
//		lock; s.Read(screen); unlock
//		var news bool
//		if news, done = s.Match(); news {
//			view.Found(screen, s.Result())
//		}
//	}
//
// A walk that has been replaced by another one may simply be dropped.
type Search struct {
	view View
	pat  *pattern
	back bool
	// origin is the row where the walk began and will end: rows from it on belong
	// to the first half of a walk forward, to the second of one back.
	origin uint64
	// next is where Read goes on, once begun; wrapped that it is in the second half.
	next    uint64
	begun   bool
	wrapped bool
	ended   bool
	rows    int

	lines []*line // read, and not looked through yet
	page  vt.Frame
	text  lineText
	hits  []hit
	told  bool
}

// search is a new Search for v's pattern.
func (v *View) search() *Search {
	s := &Search{view: *v, pat: v.found.pat, back: v.found.back, rows: manyRows}
	s.origin = v.found.origin.Row
	return s
}

// Read copies the next rows, at most manyRows or the one line that is longer.
// The caller keeps src from changing meanwhile.
func (s *Search) Read(src Source) {
	s.lines = s.lines[:0]
	r := s.view.read(src)
	r.window, r.reuse = s.rows, &s.page
	lo, hi, ok := s.nextRows(r)
	if !ok {
		s.ended = true
		return
	}
	r.load(lo, hi)
	cells := 0
	for n := lo; n < hi; {
		l := r.lineOf(n, r.lineEnd(n))
		s.lines = append(s.lines, l)
		cells += len(l.cells)
		n = l.end
	}
	if s.back {
		slices.Reverse(s.lines)
	}
	if cells > stepCells {
		s.rows = max(s.rows/2, minRows)
	}
}

// nextRows is the rows to read next, whole lines.
func (s *Search) nextRows(r *reader) (lo, hi uint64, ok bool) {
	origin := r.lineStart(min(max(s.origin, r.first), r.end-1))
	originEnd := r.lineEnd(origin)
	if !s.begun {
		s.begun = true
		if s.next = origin; s.back {
			s.next = originEnd
		}
	}
	if !s.back {
		end := r.end
		if s.next >= end && !s.wrapped {
			s.wrapped, s.next = true, r.first
		}
		if s.wrapped {
			end = origin
		}
		lo = max(s.next, r.first)
		if lo >= end {
			return 0, 0, false
		}
		hi = min(lo+uint64(s.rows), end)
		hi = r.lineEnd(r.lineStart(hi - 1))
		s.next = hi
		return lo, hi, true
	}
	first := r.first
	if s.next <= first && !s.wrapped {
		s.wrapped, s.next = true, r.end
	}
	if s.wrapped {
		first = originEnd
	}
	hi = min(s.next, r.end)
	if hi <= first {
		return 0, 0, false
	}
	lo = max(hi-min(hi, uint64(s.rows)), first)
	lo = r.lineStart(lo)
	s.next = lo
	return lo, hi, true
}

// Match looks through what was read. news: there is a Result to give to the View,
// the first hits or the end; done: the walk is over.
func (s *Search) Match() (news, done bool) {
	for i := range s.lines {
		s.hits = s.pat.find(s.hits, s.lines[i], &s.text, MaxHits)
	}
	s.lines = s.lines[:0]
	done = s.ended || len(s.hits) >= MaxHits
	news = done || !s.told && len(s.hits) > 0
	s.told = s.told || len(s.hits) > 0
	return news, done
}

// Result is what a Search has found so far.
type Result struct {
	pat  *pattern
	hits []hit
	more bool
	done bool
}

// Result is what has been found so far. It stays as it is.
func (s *Search) Result() Result {
	hits := slices.Clone(s.hits)
	slices.SortFunc(hits, func(a, b hit) int {
		if a.from.before(b.from) {
			return -1
		}
		return 1
	})
	more := len(s.hits) >= MaxHits
	return Result{pat: s.pat, hits: hits, more: more, done: s.ended || more}
}

// found is what has been found. The zero value: nothing is searched for.
type found struct {
	pat  *pattern
	back bool
	// origin is where the search began: hits before it, or behind it, are what
	// the first jump goes to.
	origin     Pos
	jumped     bool
	hits       []hit // in order, apart from each other
	more, done bool
	current    Pos // the start of the hit last gone to, if jumped
}

// Found takes what a Search has found. What comes from one that has been replaced
// is left aside.
func (v *View) Found(src Source, res Result) Action {
	if v.found.pat == nil || res.pat != v.found.pat {
		return Action{}
	}
	v.found.hits, v.found.more, v.found.done = res.hits, res.more, res.done
	if v.found.jumped {
		return Action{}
	}
	r := v.read(src)
	v.settle(r)
	if h, ok := v.found.nearest(v.found.origin, v.found.back, res.done); ok {
		v.jump(r, h)
		return Action{}
	}
	if res.done && v.query.open {
		v.restore(r)
	}
	return Action{Bell: res.done && !v.query.open}
}

// nearest is the first hit behind p, or with back the last one before it; with
// around the search goes on at the other end.
func (f *found) nearest(p Pos, back, around bool) (hit, bool) {
	n := len(f.hits)
	if n == 0 {
		return hit{}, false
	}
	// i is the first hit that isn't before p, j the first one behind it.
	i := sort.Search(n, func(i int) bool { return !f.hits[i].from.before(p) })
	j := sort.Search(n, func(i int) bool { return p.before(f.hits[i].from) })
	switch {
	case back && i > 0:
		return f.hits[i-1], true
	case !back && j < n:
		return f.hits[j], true
	case !around:
		return hit{}, false
	case back:
		return f.hits[n-1], true
	}
	return f.hits[0], true
}

// jump goes to a hit.
func (v *View) jump(r *reader, h hit) {
	v.found.jumped, v.found.current = true, h.from
	v.cursor, v.want = r.clamp(h.from), -1
	v.steer = v.steer || !v.query.open
	v.center(r)
	v.moved()
}

// again goes to the next hit, with back to the one before.
func (v *View) again(r *reader, back bool) Action {
	if v.found.pat == nil {
		return Action{Bell: true}
	}
	h, ok := v.found.nearest(v.cursor, back, true)
	if !ok {
		return Action{Bell: true}
	}
	v.jump(r, h)
	return Action{}
}

// index is the number of the current hit, from 1 on; 0 where it is none of them.
func (f *found) index() int {
	i := sort.Search(len(f.hits), func(i int) bool { return !f.hits[i].from.before(f.current) })
	if f.jumped && i < len(f.hits) && f.hits[i].from == f.current {
		return i + 1
	}
	return 0
}
