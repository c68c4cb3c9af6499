// Package rundir finds, makes and guards the run directory: the place of the
// socket, the lock and the log, where init and its clients meet.
//
// init calls Own, which takes the first directory that it can own and holds
// its lock for as long as it lives; then Listen. Everybody else calls Dial,
// which takes the first directory with a live socket and refuses one that
// somebody else could have put there. Nothing follows a symbolic link.
//
// A directory is private to one user; or, where root's init runs sessions as
// another user, root's, open to all, and the server asks who connects. What is the
// server's own is in a directory of its own then.
package rundir
