package provider

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// CheckBaseURL returns raw as an agent gets it, without slashes at its end, or why
// it can't be a base URL. It must be https, or http to a loopback address, and
// have no user, query or fragment; its host must be plain (letters, digits, dots,
// hyphens, or an IP address) and not refused. The host is compared parsed, and
// nothing is accepted that an agent's own URL parser could read as another host.
func (c *Catalogue) CheckBaseURL(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", errors.New("not a URL")
	}
	host := canonicalHost(u)
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return "", errors.New("must begin with https://")
	case u.User != nil:
		return "", errors.New("must not hold a user or password")
	case strings.ContainsAny(raw, "?#"):
		return "", errors.New("must not hold a query or fragment")
	case strings.ContainsAny(raw, "\\ \t"):
		return "", errors.New("must not hold spaces or backslashes")
	case !isPlainHost(host):
		return "", errors.New("its host must be a plain name or an IP address")
	}
	if err := c.checkHost(host); err != nil {
		return "", err
	}
	if u.Scheme == "http" && !isLoopback(host) {
		return "", errors.New("must begin with https://, unless its host is a loopback address")
	}
	return strings.TrimRight(raw, "/"), nil
}

// CheckURLHost returns the reason if text is a URL whose host the catalogue
// refuses, and nil for every other text.
func (c *Catalogue) CheckURLHost(text string) error {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return nil
	}
	return c.checkHost(canonicalHost(u))
}

func (c *Catalogue) checkHost(host string) error {
	for _, p := range c.Providers {
		for _, r := range p.Refused {
			if host == r.Host || strings.HasSuffix(host, "."+r.Host) {
				return fmt.Errorf("host %q is refused: %s", host, r.Reason)
			}
		}
	}
	return nil
}

// canonicalHost returns u's host without port, in lower case, without the dots at
// its end that make a name absolute.
func canonicalHost(u *url.URL) string {
	return strings.TrimRight(strings.ToLower(u.Hostname()), ".")
}

// isPlainHost refuses what a more lenient parser maps to another name: percent
// signs, and letters beyond ASCII, among which are look-alikes of the dot.
func isPlainHost(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Zone() == ""
	}
	for _, r := range host {
		if !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '.' || r == '-') {
			return false
		}
	}
	return host != ""
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
