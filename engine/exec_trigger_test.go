package engine

import "testing"

func TestTriggers(t *testing.T) {
	scripts(t, [][2]string{
		{`CREATE TABLE t (id int NOT NULL, v int)
		CREATE TABLE log (what varchar(20), id int)
		GO
		CREATE TRIGGER tr ON t AFTER INSERT, UPDATE, DELETE AS
		BEGIN
			INSERT log SELECT 'new', id FROM inserted
			INSERT log SELECT 'old', id FROM deleted
			IF UPDATE(v) INSERT log VALUES ('v', NULL)
			IF EXISTS (SELECT * FROM inserted WHERE v = 99) INSERT nowhere VALUES (1)
		END
		GO
		INSERT t VALUES (1, 1), (2, 2)
		UPDATE t SET id = id + 1 WHERE id = 2
		DELETE t WHERE id = 1
		SELECT * FROM log
		INSERT t VALUES (9, 99)
		SELECT COUNT(*) FROM t
		SELECT COUNT(*) FROM log`, `
			(2)
			(1)
			(1)
			what varchar(20) | id int
			new | 1
			new | 2
			v | NULL
			new | 3
			old | 2
			old | 1
			Msg 208: Invalid object name 'nowhere'.
			- int
			1
			- int
			6`},
		{`CREATE TABLE t (id int IDENTITY, v int, secret int DEFAULT 5)
		GO
		CREATE VIEW vw AS SELECT id, v FROM t WHERE v > 0
		GO
		INSERT vw (v) VALUES (3)
		INSERT vw VALUES (4)
		UPDATE vw SET v = v + 10 WHERE id = 1
		DELETE FROM vw WHERE id = 2
		SELECT * FROM t
		GO
		CREATE VIEW sums AS SELECT v, COUNT(*) AS n FROM t GROUP BY v
		GO
		DELETE sums
		GO
		CREATE TRIGGER io ON sums INSTEAD OF DELETE, INSERT, UPDATE AS BEGIN
			DELETE t WHERE v IN (SELECT v FROM deleted)
			INSERT t (v) SELECT v FROM inserted
		END
		GO
		INSERT sums VALUES (50, 1)
		UPDATE sums SET v = v + 1 WHERE v = 50
		DELETE sums WHERE v < 20
		SELECT id, v FROM t`, `
			(1)
			(1)
			(1)
			(1)
			id int! | v int | secret int
			1 | 13 | 5
			Msg 40294: msxgate: changing rows through sums is not supported
			(1)
			(1)
			(1)
			id int! | v int
			4 | 51`},
		{`CREATE TABLE t (id int PRIMARY KEY)
		GO
		CREATE TRIGGER tr ON t INSTEAD OF INSERT AS INSERT t SELECT id * 10 FROM inserted
		GO
		INSERT t VALUES (1), (2)
		SELECT * FROM t`, `
			(2)
			id int!
			10
			20`},
	})
}

func TestTransactions(t *testing.T) {
	scripts(t, [][2]string{
		{`CREATE TABLE t (id int CONSTRAINT pk PRIMARY KEY)
		BEGIN TRAN
		INSERT t VALUES (1)
		SAVE TRAN s
		INSERT t VALUES (2)
		INSERT t VALUES (3), (1)
		ROLLBACK TRAN s
		COMMIT
		SELECT * FROM t
		COMMIT
		ROLLBACK
		BEGIN TRAN
		DELETE t
		ROLLBACK
		SELECT COUNT(*) FROM t`, `
			(1)
			(1)
			Msg 2627: Violation of PRIMARY KEY constraint 'pk'. Cannot insert duplicate key in object 'dbo.t'. The duplicate key value is (1).
			id int!
			1
			Msg 3902: The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.
			Msg 3903: The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.
			(1)
			- int
			1`},
	})
}
