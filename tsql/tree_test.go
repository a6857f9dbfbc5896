package tsql

import (
	"fmt"
	"reflect"
)

// difference tells where two trees differ, apart from their places in the source; it is
// empty when they are equal.
func difference(a, b any) string {
	return differ("", reflect.ValueOf(a), reflect.ValueOf(b))
}

func differ(path string, a, b reflect.Value) string {
	if a.IsValid() != b.IsValid() || a.IsValid() && a.Type() != b.Type() {
		return fmt.Sprintf("%s: %v and %v", path, a, b)
	}
	if !a.IsValid() || a.Type() == reflect.TypeFor[Span]() {
		return ""
	}
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			if a.IsNil() != b.IsNil() {
				return fmt.Sprintf("%s: %v and %v", path, a, b)
			}
			return ""
		}
		return differ(path, a.Elem(), b.Elem())
	case reflect.Struct:
		for i := range a.NumField() {
			if !a.Type().Field(i).IsExported() {
				continue
			}
			if d := differ(path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i)); d != "" {
				return d
			}
		}
	case reflect.Slice, reflect.Array:
		if a.Len() != b.Len() {
			return fmt.Sprintf("%s: %d and %d items", path, a.Len(), b.Len())
		}
		for i := range a.Len() {
			if d := differ(fmt.Sprintf("%s[%d]", path, i), a.Index(i), b.Index(i)); d != "" {
				return d
			}
		}
	default:
		if !a.Equal(b) {
			return fmt.Sprintf("%s: %v and %v", path, a, b)
		}
	}
	return ""
}

// reparse prints a batch and parses what it printed; it tells how the trees differ.
func reparse(o ParseOptions, prog *Program) string {
	text := prog.String()
	again, err := o.Parse(text)
	if err != nil {
		return fmt.Sprintf("%v in\n%s", err, text)
	}
	if d := difference(prog.Stmts, again.Stmts); d != "" {
		return fmt.Sprintf("%s in\n%s", d, text)
	}
	return ""
}

func typeOf(n Node) string { return fmt.Sprintf("%T", n) }
