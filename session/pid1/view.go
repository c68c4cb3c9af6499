package pid1

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// As calls fn with u's rights on files: what fn opens is looked up, checked and
// created as u's own process would have it. Only this thread is changed, so fn
// must not start a goroutine that touches a file, nor a process. A nil u is init
// itself. The error is fn's, or why the rights can't be had.
func (u *User) As(fn func() error) error {
	if u == nil {
		return fn()
	}
	runtime.LockOSThread()
	groups, err := unix.Getgroups()
	if err != nil {
		runtime.UnlockOSThread()
		return fmt.Errorf("become user %s: %w", u, err)
	}
	uid, gid := unix.Geteuid(), unix.Getegid()
	if err = setFileRights(u.UID, u.GID, u.Groups); err == nil {
		err = fn()
	} else {
		err = fmt.Errorf("become user %s: %w", u, err)
	}
	if back := setFileRights(uid, gid, groups); back != nil {
		// The thread stays locked: it ends with its goroutine, and nobody else gets it.
		return errors.Join(err, fmt.Errorf("become init again: %w", back))
	}
	runtime.UnlockOSThread()
	return err
}

// setFileRights sets what this thread is to the file system. The wrappers of
// package syscall would set groups in all threads.
func setFileRights(uid, gid int, groups []int) error {
	list := make([]uint32, len(groups)+1) // never empty, for its address
	for i, g := range groups {
		list[i] = uint32(g)
	}
	if _, _, errno := unix.RawSyscall(unix.SYS_SETGROUPS, uintptr(len(groups)), uintptr(unsafe.Pointer(&list[0])), 0); errno != 0 {
		return fmt.Errorf("set groups: %w", errno)
	}
	// Neither call says that it failed; a second one says what is.
	_, _ = unix.SetfsgidRetGid(gid)
	if is, err := unix.SetfsgidRetGid(-1); err != nil || is != gid {
		return fmt.Errorf("set group %d: %w", gid, unix.EPERM)
	}
	_, _ = unix.SetfsuidRetUid(uid)
	if is, err := unix.SetfsuidRetUid(-1); err != nil || is != uid {
		return fmt.Errorf("set user %d: %w", uid, unix.EPERM)
	}
	return nil
}
