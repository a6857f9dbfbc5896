package agent

import (
	"context"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"msxgate/msdb"
)

// post is one message on its way to one address of an operator.
type post struct {
	operator string
	to       string // an address of mail, or a URL that begins with https://
	subject  string
	body     string
}

// told says whom the outcome of a run is told.
type told struct {
	emailed, paged int64 // operators
	note           string
	posts          []post
}

// tell finds the operators who are told how a run ended and writes into sysoperators that they were. What cannot be sent is noted.
// A page that nobody on duty gets goes to the fail-safe operator.
func (a *Agent) tell(ctx context.Context, tx msdb.Tx, r *run, res result) (*told, error) {
	t := &told{}
	subject, body := a.notification(r, res)
	if atLevel(r.job.NotifyLevelEmail, res.status) && r.job.NotifyEmailOperatorID != 0 {
		o, err := msdb.OperatorByID(ctx, tx, r.job.NotifyEmailOperatorID)
		if err != nil {
			return nil, err
		}
		if t.add(a.postsTo(o, false, subject, body)) {
			t.emailed = o.ID
		} else {
			t.failed(o, r.job.NotifyEmailOperatorID, "email")
		}
	}
	if atLevel(r.job.NotifyLevelPage, res.status) && r.job.NotifyPageOperatorID != 0 {
		if err := a.page(ctx, tx, r, t, subject, body); err != nil {
			return nil, err
		}
	}
	if atLevel(r.job.NotifyLevelNetsend, res.status) && r.job.NotifyNetsendOperatorID != 0 {
		o, err := msdb.OperatorByID(ctx, tx, r.job.NotifyNetsendOperatorID)
		if err != nil {
			return nil, err
		}
		t.failed(o, r.job.NotifyNetsendOperatorID, "net send")
	}
	now := a.Now()
	for _, n := range []struct {
		id    int64
		pager bool
	}{{t.emailed, false}, {t.paged, true}} {
		if n.id == 0 {
			continue
		}
		if err := msdb.OperatorNotified(ctx, tx, n.id, n.pager, dateInt(now), timeInt(now)); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// page tells the operator by his pager, or else the fail-safe operator.
func (a *Agent) page(ctx context.Context, tx msdb.Tx, r *run, t *told, subject, body string) error {
	o, err := msdb.OperatorByID(ctx, tx, r.job.NotifyPageOperatorID)
	if err != nil {
		return err
	}
	if o != nil && onDuty(o, a.Now()) && t.add(a.postsTo(o, true, subject, body)) {
		t.paged = o.ID
		return nil
	}
	t.failed(o, r.job.NotifyPageOperatorID, "pager")
	name, err := msdb.Setting(ctx, tx, "AlertFailSafeOperator")
	if err != nil || !name.Valid {
		return err
	}
	safe, err := msdb.OperatorNamed(ctx, tx, name.V)
	if err != nil || safe == nil {
		return err
	}
	how, err := msdb.IntSetting(ctx, tx, "AlertNotificationMethod")
	if err != nil {
		return err
	}
	if !how.Valid || how.V&(msdb.ByEmail|msdb.ByPager) == 0 {
		how.V = msdb.ByEmail
	}
	if how.V&msdb.ByEmail != 0 && t.add(a.postsTo(safe, false, subject, body)) && t.emailed == 0 {
		t.emailed = safe.ID
	}
	if how.V&msdb.ByPager != 0 && t.add(a.postsTo(safe, true, subject, body)) {
		t.paged = safe.ID
	}
	return nil
}

func (t *told) add(posts []post) bool {
	t.posts = append(t.posts, posts...)
	return len(posts) > 0
}

func (t *told) failed(o *msdb.Operator, id int64, by string) {
	name := fmt.Sprint(id)
	if o != nil {
		name = o.Name
	}
	t.note += fmt.Sprintf("  NOTE: Failed to notify '%s' via %s.", name, by)
}

// postsTo are the messages to an operator, none when he cannot be reached: he is disabled or has no address, or there is no mail.
func (a *Agent) postsTo(o *msdb.Operator, pager bool, subject, body string) []post {
	if o == nil || o.Enabled == 0 {
		return nil
	}
	addresses := o.EmailAddress.V
	if pager {
		addresses = o.PagerAddress.V
	}
	return a.postsBy(o.Name, addresses, subject, body)
}

// postsBy are the messages to addresses that stand between semicolons. What is no address is left out.
func (a *Agent) postsBy(operator, addresses, subject, body string) []post {
	var posts []post
	for to := range strings.SplitSeq(addresses, ";") {
		to = strings.TrimSpace(to)
		if !isHook(to) {
			address, err := mail.ParseAddress(to)
			if err != nil || a.Mail == nil {
				continue
			}
			to = address.Address
		}
		posts = append(posts, post{operator: operator, to: to, subject: subject, body: body})
	}
	return posts
}

func isHook(address string) bool { return strings.HasPrefix(strings.ToLower(address), "https://") }

// notification words the message about a run as SQL Server Agent does.
func (a *Agent) notification(r *run, res result) (subject, body string) {
	status := map[int64]string{statusSucceeded: "Succeeded", statusCanceled: "Canceled"}[res.status]
	if status == "" {
		status = "Failed"
	}
	seconds := secondsOf(res.elapsed)
	return fmt.Sprintf("SQL Server Job System: '%s' completed on \\\\%s", r.job.Name, a.Name),
		fmt.Sprintf("JOB RUN:\t'%s' was run on %s at %s\nDURATION:\t%d hours, %d minutes, %d seconds\nSTATUS: \t%s\nMESSAGES:\t%s\n",
			r.job.Name, r.began.Format(time.DateOnly), r.began.Format(time.TimeOnly), seconds/3600, seconds/60%60, seconds%60, status, res.message)
}

// onDuty tells whether an operator may be paged at a moment. Hours that end before they begin pass midnight; the night belongs to
// the day on which it began.
func onDuty(o *msdb.Operator, now time.Time) bool {
	clock := timeInt(now)
	today := now.Weekday()
	from, until := pagerHours(o, today)
	if from <= until {
		return pagedOn(o, today) && from <= clock && clock <= until
	}
	yesterday := (today + 6) % 7
	if pagedOn(o, today) && clock >= from {
		return true
	}
	from, until = pagerHours(o, yesterday)
	return pagedOn(o, yesterday) && from > until && clock <= until
}

func pagedOn(o *msdb.Operator, day time.Weekday) bool { return o.PagerDays>>day&1 == 1 }

func pagerHours(o *msdb.Operator, day time.Weekday) (from, until int64) {
	switch day {
	case time.Saturday:
		return o.SaturdayPagerStart, o.SaturdayPagerEnd
	case time.Sunday:
		return o.SundayPagerStart, o.SundayPagerEnd
	}
	return o.WeekdayPagerStartTime, o.WeekdayPagerEndTime
}

// logEvent writes the event of a run, as it stands in the event log of Windows elsewhere.
func (a *Agent) logEvent(r *run, res result) {
	if !atLevel(r.job.NotifyLevelEventlog, res.status) {
		return
	}
	status, write := "Failed", a.Log.Warn
	switch res.status {
	case statusSucceeded:
		status, write = "Succeeded", a.Log.Info
	case statusCanceled:
		status = "Canceled"
	}
	write(fmt.Sprintf("SQL Server Scheduled Job '%s' (0x%X) - Status: %s - Invoked on: %s - Message: %s",
		r.job.Name, r.job.JobID[:], status, r.began.Format(time.DateTime), res.message))
}
