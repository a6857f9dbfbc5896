// Package tds speaks Tabular Data Stream, the protocol of SQL Server, from both
// ends. It is the vocabulary of the house: types, values, columns, errors and the
// Writer that results are written to are declared here, and it imports nothing of
// ours.
//
// It knows packets, messages and tokens (MS-TDS), not T-SQL, tables or procedures.
// A server calls Accept on each connection, answers the login with AcceptLogin or
// RejectLogin, then takes requests with Conn.Next and answers each through the
// Response that Conn.Respond returns. A client calls Dial, then ClientConn.Send and
// ClientConn.NextToken.
//
// Nothing that a peer says about a length is believed before that many bytes have
// arrived.
package tds
