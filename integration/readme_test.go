package integration

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"testing"
)

// TestReadmeCommands wants the table of commands in README to be what the program has.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	help, err := exec.Command(binary, "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	told := firstGroups("(?m)^\\| `msxgate ([a-z]+)` \\|", readme)
	has := firstGroups(`(?m)^  ([a-z]+)(?: .*)?\[flags\]`, help)
	if len(has) == 0 || !slices.Equal(told, has) {
		t.Errorf("README tells of %v, the program has %v", told, has)
	}
}

// TestProcsPrintsAll wants `msxgate procs` to print every procedure that has a signature of SQL Server's, and each with a
// script.
func TestProcsPrintsAll(t *testing.T) {
	out, err := exec.Command(binary, "procs").Output()
	if err != nil {
		t.Fatal(err)
	}
	signatures, err := os.ReadFile(scripts + "signatures.tsv")
	if err != nil {
		t.Fatal(err)
	}
	printed := firstGroups(`(?m)^[a-z]+\.dbo\.(\w+) `, out)
	for _, name := range firstGroups(`(?m)^(\w+)\t`, signatures) {
		if !slices.Contains(printed, name) {
			t.Errorf("msxgate procs does not print %s", name)
		}
	}
	for _, name := range printed {
		if _, err := os.Stat(scripts + name + ".sql"); err != nil {
			t.Error(err)
		}
	}
}

// firstGroups are what the first group of a pattern matches, in order of the alphabet.
func firstGroups(pattern string, text []byte) []string {
	var found []string
	for _, m := range regexp.MustCompile(pattern).FindAllSubmatch(text, -1) {
		found = append(found, string(m[1]))
	}
	slices.Sort(found)
	return found
}
