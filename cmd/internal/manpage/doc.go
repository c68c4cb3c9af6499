// Package manpage writes a verb's manual page, in roff with the man macros, from
// what cobra knows of it: the same texts that help shows.
//
// A page has NAME, SYNOPSIS, DESCRIPTION, VERBS, OPTIONS, the Sections that its
// caller adds (an exit status, files) and SEE ALSO. Nothing in it depends on the
// day or the machine, so that pages can be compared with those that are checked in.
//
// cobra's own writer isn't used: it takes the texts for Markdown, which joins their
// tables and drops what an option's value is called.
//
// It is pure, and belongs to whoever calls it.
package manpage
