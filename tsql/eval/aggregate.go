package eval

import (
	"math"
	"strings"

	"msxgate/tds"
)

// Aggregate accumulates the values of one group. Values are of the argument's type; NULLs may be added and
// do not count.
type Aggregate interface {
	Add(v tds.Value) error
	Result() (tds.Value, error)
}

// NewAggregate makes an accumulator and tells its result type: 8117 for an argument that the aggregate does
// not take. The name is COUNT(*), which counts NULLs too, COUNT, COUNT_BIG, APPROX_COUNT_DISTINCT, SUM, AVG, MIN,
// MAX, STDEV, STDEVP, VAR, VARP, CHECKSUM_AGG or STRING_AGG (a *StringAgg), in any case.
func NewAggregate(name string, arg tds.Type, distinct bool) (Aggregate, tds.Type, error) {
	make, t, err := AggregateMaker(name, arg, distinct)
	if err != nil {
		return nil, tds.Type{}, err
	}
	return make(), t, nil
}

// AggregateMaker is NewAggregate for many groups: the checks are done once.
func AggregateMaker(name string, arg tds.Type, distinct bool) (func() Aggregate, tds.Type, error) {
	upper := strings.ToUpper(name)
	fresh, t, err := aggregateOf(upper, arg)
	if err != nil {
		return nil, tds.Type{}, err
	}
	if distinct && upper != "MIN" && upper != "MAX" {
		inner := fresh
		fresh = func() Aggregate { return &distinctAggregate{inner: inner(), typ: arg, seen: map[string]struct{}{}} }
	}
	return fresh, t, nil
}

// IsAggregate tells whether a function of that name is an aggregate.
func IsAggregate(name string) bool {
	_, _, err := aggregateOf(strings.ToUpper(name), tds.TypeInt)
	return err == nil
}

func aggregateOf(name string, arg tds.Type) (func() Aggregate, tds.Type, error) {
	bad := func() (func() Aggregate, tds.Type, error) {
		return nil, tds.Type{}, errOperand(arg, strings.ToLower(name))
	}
	switch name {
	case "COUNT(*)", "COUNT", "COUNT_BIG", "APPROX_COUNT_DISTINCT":
		if isLOB(arg.ID) && name != "COUNT(*)" {
			return bad()
		}
		t := tds.TypeBigInt
		if name[:5] == "COUNT" && name != "COUNT_BIG" {
			t = tds.TypeInt
		}
		star := name == "COUNT(*)"
		fresh := func() Aggregate { return &countAggregate{typ: t, star: star} }
		if name == "APPROX_COUNT_DISTINCT" {
			return func() Aggregate { return &distinctAggregate{inner: fresh(), typ: arg, seen: map[string]struct{}{}} }, t, nil
		}
		return fresh, t, nil
	case "SUM", "AVG":
		t, ok := sumType(arg, name == "AVG")
		if !ok {
			return bad()
		}
		average := name == "AVG"
		return func() Aggregate { return newSum(t, average) }, t, nil
	case "MIN", "MAX":
		if arg.ID == tds.Bit || isLOB(arg.ID) || arg.ID == tds.XML || arg.ID >= tds.TableType {
			return bad()
		}
		sign := 1
		if name == "MIN" {
			sign = -1
		}
		order := comparer(arg)
		return func() Aggregate { return &extremeAggregate{order: order, sign: sign} }, arg, nil
	case "STDEV", "STDEVP", "VAR", "VARP":
		if !arg.ID.IsNumeric() && arg.ID != tds.NullType || arg.ID == tds.Bit {
			return bad()
		}
		root, sample := name[0] == 'S', name[len(name)-1] != 'P'
		return func() Aggregate { return &varianceAggregate{from: arg, root: root, sample: sample} }, tds.TypeFloat, nil
	case "CHECKSUM_AGG":
		if !arg.ID.IsInteger() && arg.ID != tds.NullType || arg.ID == tds.BigInt {
			return bad()
		}
		return func() Aggregate { return &checksumAggregate{} }, tds.TypeInt, nil
	case "STRING_AGG":
		t := stringAggType(arg)
		return func() Aggregate { return &StringAgg{from: arg, typ: t} }, t, nil
	}
	return nil, tds.Type{}, errUnknownFunction(name)
}

// sumType is the type of SUM or AVG.
func sumType(t tds.Type, average bool) (tds.Type, bool) {
	switch {
	case t.ID == tds.BigInt:
		return tds.TypeBigInt, true
	case t.ID.IsInteger(), t.ID == tds.NullType:
		return tds.TypeInt, true
	case isDecimal(t.ID):
		t.Prec = maxDigits
		if average {
			t.Scale = max(t.Scale, 6)
		}
		return t, true
	case isMoney(t.ID):
		return tds.TypeMoney, true
	case isFloat(t.ID):
		return tds.TypeFloat, true
	}
	return t, false
}

func stringAggType(t tds.Type) tds.Type {
	switch {
	case !isString(t.ID):
		return tds.TypeNVarChar(4000)
	case t.Size == tds.Max:
		return t
	}
	return maxLength(t)
}

type distinctAggregate struct {
	inner Aggregate
	typ   tds.Type
	seen  map[string]struct{}
}

func (a *distinctAggregate) Add(v tds.Value) error {
	if v == nil {
		return nil
	}
	var buf [64]byte
	key := AppendKey(buf[:0], v, a.typ)
	if _, ok := a.seen[string(key)]; ok {
		return nil
	}
	a.seen[string(key)] = struct{}{}
	return a.inner.Add(v)
}

func (a *distinctAggregate) Result() (tds.Value, error) { return a.inner.Result() }

type countAggregate struct {
	typ  tds.Type
	star bool
	n    int64
}

func (a *countAggregate) Add(v tds.Value) error {
	if v != nil || a.star {
		a.n++
	}
	return nil
}

func (a *countAggregate) Result() (tds.Value, error) {
	if !rangeOf(a.typ.ID).holds(a.n) {
		return nil, errOverflow(a.typ)
	}
	return a.n, nil
}

// newSum makes the accumulator for a result type.
func newSum(t tds.Type, average bool) Aggregate {
	switch {
	case t.ID.IsInteger():
		return &intSum{typ: t, average: average}
	case isDecimal(t.ID):
		return &decimalSum{typ: t, average: average}
	case isMoney(t.ID):
		return &moneySum{average: average}
	}
	return &floatSum{average: average}
}

type intSum struct {
	typ     tds.Type
	average bool
	n, sum  int64
}

func (a *intSum) Add(v tds.Value) error {
	x, ok := v.(int64)
	if !ok {
		return nil
	}
	a.n++
	if a.sum, ok = addInt(a.sum, x); !ok {
		return errOverflow(a.typ)
	}
	return nil
}

func (a *intSum) Result() (tds.Value, error) {
	switch {
	case a.n == 0:
		return nil, nil
	case !rangeOf(a.typ.ID).holds(a.sum):
		return nil, errOverflow(a.typ)
	case a.average:
		return a.sum / a.n, nil
	}
	return a.sum, nil
}

type decimalSum struct {
	typ     tds.Type
	average bool
	n       int64
	sum     tds.Decimal
}

func (a *decimalSum) Add(v tds.Value) error {
	x, ok := v.(tds.Decimal)
	if !ok {
		return nil
	}
	if a.n == 0 {
		a.sum = tds.Decimal{Scale: x.Scale}
	}
	a.n++
	if a.sum, ok = addDecimals(a.sum, x, max(a.sum.Scale, x.Scale)); !ok || coef(a.sum).cmp(pow10[maxDigits]) >= 0 {
		return errOverflow(a.typ)
	}
	return nil
}

func (a *decimalSum) Result() (tds.Value, error) {
	if a.n == 0 {
		return nil, nil
	}
	r, ok := a.sum, true
	if a.average {
		r, ok = divDecimals(a.sum, tds.DecimalOf(a.n), a.typ.Scale)
	}
	if ok {
		r, ok = fitDecimal(r, a.typ.Prec, a.typ.Scale)
	}
	if !ok {
		return nil, errOverflow(a.typ)
	}
	return r, nil
}

type moneySum struct {
	average bool
	n, sum  int64
}

func (a *moneySum) Add(v tds.Value) error {
	x, ok := v.(tds.Money)
	if !ok {
		return nil
	}
	a.n++
	if a.sum, ok = addInt(a.sum, int64(x)); !ok {
		return errOverflow(tds.TypeMoney)
	}
	return nil
}

func (a *moneySum) Result() (tds.Value, error) {
	switch {
	case a.n == 0:
		return nil, nil
	case a.average:
		return tds.Money(a.sum / a.n), nil
	}
	return tds.Money(a.sum), nil
}

type floatSum struct {
	average bool
	n       int64
	sum     float64
}

func (a *floatSum) Add(v tds.Value) error {
	if x, ok := v.(float64); ok {
		a.n++
		a.sum += x
	}
	return nil
}

func (a *floatSum) Result() (tds.Value, error) {
	switch {
	case a.n == 0:
		return nil, nil
	case math.IsInf(a.sum, 0) || math.IsNaN(a.sum):
		return nil, errOverflow(tds.TypeFloat)
	case a.average:
		return a.sum / float64(a.n), nil
	}
	return a.sum, nil
}

type extremeAggregate struct {
	order func(a, b tds.Value) int
	sign  int
	best  tds.Value
}

func (a *extremeAggregate) Add(v tds.Value) error {
	if v != nil && (a.best == nil || a.sign*a.order(v, a.best) > 0) {
		a.best = v
	}
	return nil
}

func (a *extremeAggregate) Result() (tds.Value, error) { return a.best, nil }

// varianceAggregate is Welford's running variance.
type varianceAggregate struct {
	from         tds.Type
	root, sample bool
	n            int64
	mean, m2     float64
}

func (a *varianceAggregate) Add(v tds.Value) error {
	if v == nil {
		return nil
	}
	f, err := toFloat(v, a.from, tds.TypeFloat)
	if err != nil {
		return err
	}
	x := f.(float64)
	a.n++
	d := x - a.mean
	a.mean += d / float64(a.n)
	a.m2 += d * (x - a.mean)
	return nil
}

func (a *varianceAggregate) Result() (tds.Value, error) {
	n := a.n
	if a.sample {
		n--
	}
	if n <= 0 {
		return nil, nil
	}
	r := a.m2 / float64(n)
	if a.root {
		r = math.Sqrt(r)
	}
	return finite(r)
}

type checksumAggregate struct {
	any bool
	sum int64
}

func (a *checksumAggregate) Add(v tds.Value) error {
	if x, ok := v.(int64); ok {
		a.any = true
		a.sum ^= x
	}
	return nil
}

func (a *checksumAggregate) Result() (tds.Value, error) {
	if !a.any {
		return nil, nil
	}
	return a.sum, nil
}

// StringAgg is STRING_AGG. The Separator is set before Result; values are joined in the order in which they
// were added.
type StringAgg struct {
	Separator string
	from, typ tds.Type
	parts     []string
}

// Add takes a value, converted to a string.
func (a *StringAgg) Add(v tds.Value) error {
	if v == nil {
		return nil
	}
	if s, ok := v.(string); ok {
		a.parts = append(a.parts, s)
		return nil
	}
	s, err := Convert(v, a.from, a.typ, &ConvertOptions{Explicit: true})
	if err != nil {
		return err
	}
	a.parts = append(a.parts, s.(string))
	return nil
}

// Result joins the values: 9829 when they are too long for a type that is not (max).
func (a *StringAgg) Result() (tds.Value, error) {
	if len(a.parts) == 0 {
		return nil, nil
	}
	s := strings.Join(a.parts, a.Separator)
	if a.typ.Size > 0 && len(s) > int(a.typ.Size) && textLen(s, a.typ.ID.IsUnicode()) > int(a.typ.Size) {
		return nil, tds.Errorf(9829, 16, "STRING_AGG aggregation result exceeded the limit of 8000 bytes. Use LOB types to avoid result truncation.")
	}
	return s, nil
}
