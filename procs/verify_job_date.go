package procs

import (
	"strconv"
	"time"
)

// verifyJobDate is sp_verify_job_date: a date is yyyymmdd, from 1990 on.
func verifyJobDate(c *Call, date int64, name string) error {
	if isDate(date) && date >= 19900101 && date <= 99991231 {
		return nil
	}
	return in(c, "sp_verify_job_date", func(*Call) error { return errInvalidValue.With(name, "19900101..99991231") })
}

func isDate(date int64) bool {
	_, err := time.Parse("20060102", strconv.FormatInt(date, 10))
	return err == nil
}

// verifyJobTime is sp_verify_job_time: a time is hhmmss.
func verifyJobTime(c *Call, t int64, name string) error {
	return in(c, "sp_verify_job_time", func(*Call) error {
		hour, minute, second := t/10000, t/100%100, t%100
		switch {
		case t < 0 || t > 235959:
			return errInvalidValue.With(name, "000000..235959")
		case hour > 23:
			return errInvalidPart.With(name, textHour.Text())
		case minute > 59:
			return errInvalidPart.With(name, textMinute.Text())
		case second > 59:
			return errInvalidPart.With(name, textSecond.Text())
		}
		return nil
	})
}
