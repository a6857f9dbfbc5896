# Does with DBI what the matrix asks of every client; prints a line for each feature. The driver is the first argument.
use strict;
use warnings;
use utf8;
use DBI;
use Encode qw(decode);

binmode STDOUT, ':utf8';
$| = 1;
my ($driver, $host, $port, $password) = @ARGV;
my $odbc = $driver eq 'ODBC';
my $dsn = $odbc ? "dbi:ODBC:DRIVER=FreeTDS;SERVER=$host;PORT=$port;DATABASE=master;TDS_Version=7.4"
                : "dbi:Sybase:host=$host;port=$port;database=master;charset=utf8";
my $db;

sub connect_ { DBI->connect($dsn, 'sa', $password, { RaiseError => 1, PrintError => 0, AutoCommit => 1 }) }

sub one {
    my ($text, @params) = @_;
    my $s = $db->prepare($text);
    $s->execute(@params);
    my @row;
    do { while (my $r = $s->fetch) { @row = @$r } } while (!$odbc && $s->{syb_more_results});
    $s->finish;
    return join ' ', map { !defined ? 'NULL' : utf8::is_utf8($_) ? $_ : decode('UTF-8', $_) } @row;
}

$db = connect_();
print 'connect ', one('SELECT @@SERVERNAME'), "\n";
my $text = "SELECT CAST(N'Größe' AS nvarchar(20)), 42, CAST(NULL AS int)"; # DBD::ODBC takes a character for a byte
utf8::encode($text) unless $odbc;
print 'query ', one($text), "\n";
my $word = 'Größe';
utf8::encode($word) unless $odbc;
print 'parameters ', one('SELECT name, ?, NULL FROM (SELECT CAST(? AS nvarchar(20)) AS name) AS t', 7, $word), "\n";
if ($odbc) {
    my ($status, $twice) = (0, 0);
    my $s = $db->prepare('{? = call dbo.matrix(?, ?)}');
    $s->bind_param_inout(1, \$status, 20, DBI::SQL_INTEGER);
    $s->bind_param(2, 21, DBI::SQL_INTEGER);
    $s->bind_param_inout(3, \$twice, 20, DBI::SQL_INTEGER);
    $s->execute;
    print "procedure $twice $status\n";
} else {
    my $s = $db->prepare('declare @t int, @rc int exec @rc = dbo.matrix 21, @t output select @t, @rc');
    $s->execute;
    my @row;
    do { while (my $r = $s->fetch) { @row = @$r if $s->{syb_result_type} == 4040 } } while $s->{syb_more_results};
    print "procedure @row\n";
}
my $line = '';
$db->{syb_err_handler} = sub { $line = " $_[3]" if $_[0] == 208; 1 } unless $odbc;
eval { $db->do("PRINT 'x'\n\nSELECT * FROM nothing") };
print 'error ', $odbc && $db->errstr =~ /42S02/ ? 208 : $db->err, $line, "\n";
$db->{syb_err_handler} = undef unless $odbc;

$db->do('CREATE TABLE #t (n int)');
$db->{AutoCommit} = 0;
$db->do('INSERT #t VALUES (1)');
$db->rollback;
$db->do('INSERT #t VALUES (2)');
$db->commit;
eval { $db->{AutoCommit} = 1 }; # DBD::Sybase sends a COMMIT, for which there is nothing to commit
print 'transaction ', one('SELECT SUM(n) FROM #t'), "\n";

if ($odbc) {
    $db->{odbc_query_timeout} = 1;
    eval { $db->do("WAITFOR DELAY '00:01:00'") };
} else {
    my $s = $db->prepare("SELECT 1 AS n RAISERROR (N'begun', 0, 1) WITH NOWAIT WAITFOR DELAY '00:01:00' SELECT 2");
    $s->execute;
    $s->cancel;
}
print 'cancel ', one('SELECT COUNT(*) FROM #t'), "\n";
$db->disconnect;

$db = connect_();
print 'again ', one(q{SELECT OBJECT_ID(N'tempdb..#t')}), "\n";
$db->disconnect;
