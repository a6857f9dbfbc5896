package eval

import (
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // AT TIME ZONE must work on machines without a zone database

	"msxgate/tds"
	"msxgate/tsql"
)

// windowsZones are the time zones of Windows by the zone of the IANA database that keeps their time.
var windowsZones = map[string]string{
	"dateline standard time": "Etc/GMT+12", "utc-11": "Etc/GMT+11", "aleutian standard time": "America/Adak", "hawaiian standard time": "Pacific/Honolulu",
	"marquesas standard time": "Pacific/Marquesas", "alaskan standard time": "America/Anchorage", "utc-09": "Etc/GMT+9",
	"pacific standard time (mexico)": "America/Tijuana", "utc-08": "Etc/GMT+8", "pacific standard time": "America/Los_Angeles",
	"us mountain standard time": "America/Phoenix", "mountain standard time (mexico)": "America/Mazatlan", "mountain standard time": "America/Denver",
	"yukon standard time": "America/Whitehorse", "central america standard time": "America/Guatemala", "central standard time": "America/Chicago",
	"easter island standard time": "Pacific/Easter", "central standard time (mexico)": "America/Mexico_City",
	"canada central standard time": "America/Regina", "sa pacific standard time": "America/Bogota", "eastern standard time (mexico)": "America/Cancun",
	"eastern standard time": "America/New_York", "haiti standard time": "America/Port-au-Prince", "cuba standard time": "America/Havana",
	"us eastern standard time": "America/Indianapolis", "turks and caicos standard time": "America/Grand_Turk", "paraguay standard time": "America/Asuncion",
	"atlantic standard time": "America/Halifax", "venezuela standard time": "America/Caracas", "central brazilian standard time": "America/Cuiaba",
	"sa western standard time": "America/La_Paz", "pacific sa standard time": "America/Santiago", "newfoundland standard time": "America/St_Johns",
	"tocantins standard time": "America/Araguaina", "e. south america standard time": "America/Sao_Paulo", "sa eastern standard time": "America/Cayenne",
	"argentina standard time": "America/Buenos_Aires", "greenland standard time": "America/Godthab", "montevideo standard time": "America/Montevideo",
	"magallanes standard time": "America/Punta_Arenas", "saint pierre standard time": "America/Miquelon", "bahia standard time": "America/Bahia",
	"utc-02": "Etc/GMT+2", "mid-atlantic standard time": "Etc/GMT+2", "azores standard time": "Atlantic/Azores", "cape verde standard time": "Atlantic/Cape_Verde",
	"utc": "Etc/UTC", "gmt standard time": "Europe/London", "greenwich standard time": "Atlantic/Reykjavik", "sao tome standard time": "Africa/Sao_Tome",
	"morocco standard time": "Africa/Casablanca", "w. europe standard time": "Europe/Berlin", "central europe standard time": "Europe/Budapest",
	"romance standard time": "Europe/Paris", "central european standard time": "Europe/Warsaw", "w. central africa standard time": "Africa/Lagos",
	"jordan standard time": "Asia/Amman", "gtb standard time": "Europe/Bucharest", "middle east standard time": "Asia/Beirut", "egypt standard time": "Africa/Cairo",
	"e. europe standard time": "Europe/Chisinau", "syria standard time": "Asia/Damascus", "west bank standard time": "Asia/Hebron",
	"south africa standard time": "Africa/Johannesburg", "fle standard time": "Europe/Kiev", "israel standard time": "Asia/Jerusalem",
	"south sudan standard time": "Africa/Juba", "kaliningrad standard time": "Europe/Kaliningrad", "sudan standard time": "Africa/Khartoum",
	"libya standard time": "Africa/Tripoli", "namibia standard time": "Africa/Windhoek", "arabic standard time": "Asia/Baghdad", "turkey standard time": "Europe/Istanbul",
	"arab standard time": "Asia/Riyadh", "belarus standard time": "Europe/Minsk", "russian standard time": "Europe/Moscow", "e. africa standard time": "Africa/Nairobi",
	"iran standard time": "Asia/Tehran", "arabian standard time": "Asia/Dubai", "astrakhan standard time": "Europe/Astrakhan", "azerbaijan standard time": "Asia/Baku",
	"russia time zone 3": "Europe/Samara", "mauritius standard time": "Indian/Mauritius", "saratov standard time": "Europe/Saratov",
	"georgian standard time": "Asia/Tbilisi", "volgograd standard time": "Europe/Volgograd", "caucasus standard time": "Asia/Yerevan",
	"afghanistan standard time": "Asia/Kabul", "west asia standard time": "Asia/Tashkent", "ekaterinburg standard time": "Asia/Yekaterinburg",
	"pakistan standard time": "Asia/Karachi", "qyzylorda standard time": "Asia/Qyzylorda", "india standard time": "Asia/Kolkata",
	"sri lanka standard time": "Asia/Colombo", "nepal standard time": "Asia/Kathmandu", "central asia standard time": "Asia/Bishkek",
	"bangladesh standard time": "Asia/Dhaka", "omsk standard time": "Asia/Omsk", "myanmar standard time": "Asia/Rangoon", "se asia standard time": "Asia/Bangkok",
	"altai standard time": "Asia/Barnaul", "w. mongolia standard time": "Asia/Hovd", "north asia standard time": "Asia/Krasnoyarsk",
	"n. central asia standard time": "Asia/Novosibirsk", "tomsk standard time": "Asia/Tomsk", "china standard time": "Asia/Shanghai",
	"north asia east standard time": "Asia/Irkutsk", "singapore standard time": "Asia/Singapore", "w. australia standard time": "Australia/Perth",
	"taipei standard time": "Asia/Taipei", "ulaanbaatar standard time": "Asia/Ulaanbaatar", "aus central w. standard time": "Australia/Eucla",
	"transbaikal standard time": "Asia/Chita", "tokyo standard time": "Asia/Tokyo", "north korea standard time": "Asia/Pyongyang",
	"korea standard time": "Asia/Seoul", "yakutsk standard time": "Asia/Yakutsk", "cen. australia standard time": "Australia/Adelaide",
	"aus central standard time": "Australia/Darwin", "e. australia standard time": "Australia/Brisbane", "aus eastern standard time": "Australia/Sydney",
	"west pacific standard time": "Pacific/Port_Moresby", "tasmania standard time": "Australia/Hobart", "vladivostok standard time": "Asia/Vladivostok",
	"lord howe standard time": "Australia/Lord_Howe", "bougainville standard time": "Pacific/Bougainville", "russia time zone 10": "Asia/Srednekolymsk",
	"magadan standard time": "Asia/Magadan", "norfolk standard time": "Pacific/Norfolk", "sakhalin standard time": "Asia/Sakhalin",
	"central pacific standard time": "Pacific/Guadalcanal", "russia time zone 11": "Asia/Kamchatka", "new zealand standard time": "Pacific/Auckland",
	"utc+12": "Etc/GMT-12", "fiji standard time": "Pacific/Fiji", "kamchatka standard time": "Asia/Kamchatka", "chatham islands standard time": "Pacific/Chatham",
	"utc+13": "Etc/GMT-13", "tonga standard time": "Pacific/Tongatapu", "samoa standard time": "Pacific/Apia", "line islands standard time": "Pacific/Kiritimati",
}

var loadedZones sync.Map // name to *time.Location

// TimeZone is the time zone of a Windows name, in any case: what AT TIME ZONE and sys.time_zone_info know.
func TimeZone(name string) (*time.Location, bool) {
	key := strings.ToLower(trimRight(name))
	if l, ok := loadedZones.Load(key); ok {
		return l.(*time.Location), true
	}
	iana, ok := windowsZones[key]
	if !ok {
		return nil, false
	}
	l, err := time.LoadLocation(iana)
	if err != nil {
		return nil, false
	}
	loadedZones.Store(key, l)
	return l, true
}

// atTimeZone compiles x AT TIME ZONE zone: a time without a zone is read as local there, a datetimeoffset
// is brought there.
func (c *compiler) atTimeZone(e *tsql.AtTimeZone) (node, error) {
	x, err := c.scalar(e.X)
	if err != nil {
		return node{}, err
	}
	zone, err := c.scalar(e.Zone)
	if err != nil {
		return node{}, err
	}
	if zone, err = c.text(zone); err != nil {
		return node{}, err
	}
	scale := x.typ.Scale
	switch x.typ.ID {
	case tds.DateTime:
		scale = 3
	case tds.SmallDateTime:
		scale = 0
	case tds.DateTime2, tds.DateTimeOffset:
	default:
		return node{}, errArgumentType(x.typ, 1, "AT TIME ZONE")
	}
	zoned := x.typ.ID == tds.DateTimeOffset
	return apply2(x, zone, tds.Type{ID: tds.DateTimeOffset, Scale: scale}, func(v, zone tds.Value) (tds.Value, error) {
		loc, ok := TimeZone(zone.(string))
		if !ok {
			return nil, tds.Errorf(9820, 16, "The time zone parameter '%s' provided to AT TIME ZONE clause is invalid.", zone.(string))
		}
		t := v.(time.Time)
		if zoned {
			t = t.In(loc)
		} else {
			t = localTime(t, loc)
		}
		_, offset := t.Zone()
		return t.In(fixedZone(offset / 60)), nil
	}), nil
}

// localTime reads a wall-clock time in a zone. A time that a change skipped is read by the offset before
// the change, one that it repeats by standard time.
func localTime(t time.Time, loc *time.Location) time.Time {
	y, m, d := t.Date()
	r := time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), loc)
	if r.Hour() != t.Hour() || r.Minute() != t.Minute() {
		_, before := r.Add(-24 * time.Hour).Zone()
		return wall(t).Add(-time.Duration(before) * time.Second).In(loc)
	}
	if later := r.Add(time.Hour); r.IsDST() && !later.IsDST() && later.Hour() == r.Hour() {
		return later
	}
	return r
}
