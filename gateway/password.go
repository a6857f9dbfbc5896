package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/crypto/argon2"
)

// Cost of a password hash: 19 MiB and two passes, as OWASP advises for argon2id.
const (
	argonMemory  = 19 << 10 // KiB
	argonTime    = 2
	argonThreads = 1
	argonKeyLen  = 32
)

// hashPassword makes the PHC text of a new hash.
func hashPassword(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKeyLen)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		enc.EncodeToString(salt), enc.EncodeToString(key))
}

// matchesHash compares a password with a PHC text. A text that cannot be read matches nothing.
func matchesHash(password, phc string) bool {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, time uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads); err != nil || memory > 1<<20 || time > 64 || threads == 0 {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, time, memory, threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// verified remembers which passwords were right, so that a thousand polling targets do not pay for argon2 at every
// login. It keeps keyed digests, never a password, and forgets with the process.
type verified struct {
	key  []byte
	mu   sync.Mutex
	seen map[string][sha256.Size]byte // by the PHC text
	slow chan struct{}                // holds the argon2 computations that run: 19 MiB each
}

func newVerified() *verified {
	key := make([]byte, 32)
	rand.Read(key)
	return &verified{key: key, seen: map[string][sha256.Size]byte{}, slow: make(chan struct{}, 2)}
}

// maxVerified bounds the memory of verified; beyond it the set begins anew.
const maxVerified = 10000

// knows tells whether a password was found right for a hash before.
func (v *verified) knows(password, phc string) bool {
	sum := v.digest(password, phc)
	v.mu.Lock()
	defer v.mu.Unlock()
	known, ok := v.seen[phc]
	return ok && subtle.ConstantTimeCompare(known[:], sum[:]) == 1
}

// check compares a password with a hash. It waits while too many others do.
func (v *verified) check(ctx context.Context, password, phc string) bool {
	select {
	case v.slow <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	good := matchesHash(password, phc)
	<-v.slow
	if good {
		v.remember(password, phc)
	}
	return good
}

func (v *verified) remember(password, phc string) {
	sum := v.digest(password, phc)
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.seen) >= maxVerified {
		clear(v.seen)
	}
	v.seen[phc] = sum
}

func (v *verified) digest(password, phc string) (sum [sha256.Size]byte) {
	mac := hmac.New(sha256.New, v.key)
	mac.Write([]byte(phc))
	mac.Write([]byte{0})
	mac.Write([]byte(password))
	mac.Sum(sum[:0])
	return sum
}
