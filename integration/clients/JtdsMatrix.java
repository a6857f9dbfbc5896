// Does with jTDS what the matrix asks of every client; prints a line for each feature.
import java.io.PrintStream;
import java.sql.*;

class JtdsMatrix {
    static Connection db;

    static String one(String text, Object... params) throws SQLException {
        try (PreparedStatement s = db.prepareStatement(text)) {
            for (int i = 0; i < params.length; i++) {
                if (params[i] == null) s.setNull(i + 1, Types.INTEGER);
                else s.setObject(i + 1, params[i]);
            }
            try (ResultSet r = s.executeQuery()) {
                r.next();
                StringBuilder b = new StringBuilder();
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) b.append(i > 1 ? " " : "").append(r.getString(i) == null ? "NULL" : r.getString(i));
                return b.toString();
            }
        }
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        Class.forName("net.sourceforge.jtds.jdbc.Driver");
        String url = "jdbc:jtds:sqlserver://" + args[0] + ":" + args[1] + "/master;user=sa;password=" + args[2] + ";ssl=" + args[3];
        db = DriverManager.getConnection(url);
        out.println("connect " + one("SELECT @@SERVERNAME"));
        out.println("query " + one("SELECT N'Größe', 42, CAST(NULL AS int)"));
        out.println("parameters " + one("SELECT ?, ?, ?", "Größe", 7, null));
        try (CallableStatement c = db.prepareCall("{? = call dbo.matrix(?, ?)}")) {
            c.registerOutParameter(1, Types.INTEGER);
            c.setInt(2, 21);
            c.registerOutParameter(3, Types.INTEGER);
            c.execute();
            out.println("procedure " + c.getInt(3) + " " + c.getInt(1));
        }
        try (Statement s = db.createStatement()) {
            s.execute("PRINT 'x'\n\nSELECT * FROM nothing");
            while (s.getMoreResults() || s.getUpdateCount() != -1) {
            }
        } catch (SQLException e) {
            out.println("error " + e.getErrorCode());
        }
        try (Statement s = db.createStatement()) {
            s.execute("CREATE TABLE #t (n int)");
            db.setAutoCommit(false);
            s.execute("INSERT #t VALUES (1)");
            db.rollback();
            s.execute("INSERT #t VALUES (2)");
            db.commit();
            db.setAutoCommit(true);
            out.println("transaction " + one("SELECT SUM(n) FROM #t"));
            Thread canceller = new Thread(() -> {
                try {
                    Thread.sleep(300);
                    s.cancel();
                } catch (Exception e) {
                    throw new RuntimeException(e);
                }
            });
            canceller.start();
            try {
                s.execute("WAITFOR DELAY '00:01:00'");
            } catch (SQLException e) {
                out.println("cancel " + one("SELECT COUNT(*) FROM #t"));
            }
            canceller.join();
        }
        db.close();
        db = DriverManager.getConnection(url);
        out.println("again " + one("SELECT OBJECT_ID(N'tempdb..#t')"));
        db.close();
    }
}
