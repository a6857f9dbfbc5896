package gateway

import "msxgate/tsql/eval"

// Version is the version of msxgate itself.
const Version = "0.1.0"

// ProductVersion is the version of SQL Server that PRELOGIN and LOGINACK tell: major, minor, build. It agrees with
// @@VERSION and SERVERPROPERTY('ProductVersion').
var ProductVersion = [4]byte{eval.ProductMajor, eval.ProductMinor, eval.ProductBuild >> 8, eval.ProductBuild & 0xFF}
