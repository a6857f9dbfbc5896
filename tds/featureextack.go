package tds

import "fmt"

// FeatureExtAck grants feature extensions that the client asked for (MS-TDS 2.2.7.11).
type FeatureExtAck struct{ Features []Feature }

// Encode appends the token.
func (t *FeatureExtAck) Encode(dst []byte, _ Version) ([]byte, error) {
	return encodeFeatures(append(dst, tokenFeatureExtAck), t.Features), nil
}

// String is the token as a trace prints it; what the features say is not shown.
func (t *FeatureExtAck) String() string {
	s := "FeatureExtAck"
	for _, f := range t.Features {
		s += fmt.Sprintf(" 0x%02X(%d bytes)", f.ID, len(f.Data))
	}
	return s
}
