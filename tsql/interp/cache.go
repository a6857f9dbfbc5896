package interp

import (
	"sync"

	"msxgate/tsql"
)

// Cache keeps compiled batches and dynamic texts by their source. It is for any number of
// machines at once; the zero value is ready, and a nil Cache keeps nothing.
type Cache struct {
	mu    sync.Mutex
	codes map[textKey]*Code
	bytes int
}

// textKey is what a text is compiled as: RETURN with a value is refused in both, but a batch
// has no parameters and no scope of its own.
type textKey struct {
	dynamic        bool
	quoted         bool // SET QUOTED_IDENTIFIER
	params, source string
}

// The bounds of a Cache. What is larger than cacheText is compiled every time.
const (
	cacheBytes = 8 << 20
	cacheText  = 64 << 10
)

func (c *Cache) batch(src string, quoted bool) (*Code, error) {
	return c.get(textKey{quoted: quoted, source: src}, func() (*Code, error) {
		p, err := tsql.ParseOptions{QuotedIdentifier: quoted}.Parse(src)
		if err != nil {
			return nil, err
		}
		return Compile(p)
	})
}

func (c *Cache) text(params, src string, quoted bool) (*Code, error) {
	return c.get(textKey{true, quoted, params, src}, func() (*Code, error) { return compileText(params, src, quoted) })
}

func (c *Cache) get(k textKey, compile func() (*Code, error)) (*Code, error) {
	if c == nil {
		return compile()
	}
	c.mu.Lock()
	code := c.codes[k]
	c.mu.Unlock()
	if code != nil {
		return code, nil
	}
	code, err := compile()
	if err == nil {
		c.put(k, code)
	}
	return code, err
}

func (k *textKey) size() int { return len(k.params) + len(k.source) + 256 }

func (c *Cache) put(k textKey, code *Code) {
	if k.size() > cacheText {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.codes == nil {
		c.codes = map[textKey]*Code{}
	}
	if c.codes[k] == nil {
		c.bytes += k.size()
	}
	c.codes[k] = code
	// Which texts go is left to chance: a map's order.
	for old := range c.codes {
		if c.bytes <= cacheBytes {
			break
		}
		c.bytes -= old.size()
		delete(c.codes, old)
	}
}
