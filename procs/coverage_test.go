package procs

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryProcedureHasAScript: what there is, is shown.
func TestEveryProcedureHasAScript(t *testing.T) {
	for _, p := range All() {
		if _, err := os.Stat("testdata/" + p.Name + ".sql"); err != nil {
			t.Error(err)
		}
	}
}

// notShown are the messages that no script and no story can show, and why.
var notShown = map[int32]string{
	14217: "it goes to the log of a target, not to a client",
	14225: "a server of ours always knows the name of its machine",
	14258: "an agent starts within milliseconds, before anybody can ask it",
}

// TestEveryMessageIsShown wants each message to be the answer of a script or a story somewhere.
func TestEveryMessageIsShown(t *testing.T) {
	answers := allAnswers(t)
	for number, m := range messages {
		shown := m.shownIn(answers)
		why, excused := notShown[number]
		switch {
		case !shown && !excused:
			t.Errorf("no script shows message %d: %s", number, m.template)
		case shown && excused:
			t.Errorf("message %d is shown, although it is said that %s", number, why)
		}
	}
}

// placeholder is where an argument stands in the text of a message.
var placeholder = regexp.MustCompile(`%(ld|[sd])`)

// shownIn tells whether the message is among answers: an error by its number, information by its text, which may be
// a part of another message or of a value.
func (m *message) shownIn(answers string) bool {
	if strings.Contains(answers, "--> Msg "+strconv.Itoa(int(m.number))+",") {
		return true
	}
	parts := placeholder.Split(m.template, -1)
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`(?m)^-->.* ` + strings.Join(parts, ".*")).MatchString(answers)
}

// allAnswers are the scripts of the procedures and the stories, with their answers.
func allAnswers(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, pattern := range []string{"testdata/*.sql", "../integration/testdata/*.sql", "../integration/testdata/*/*.sql"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(src)
		}
	}
	return b.String()
}
