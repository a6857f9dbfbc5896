-- What sp_addextendedproperty keeps, of all databases. Objects that are gone leave nothing to be seen.
CREATE TABLE msxgate.extended_properties (
    database_name sysname NOT NULL,
    class         tinyint NOT NULL,
    major_id      int NOT NULL,
    minor_id      int NOT NULL,
    name          sysname NOT NULL,
    value         sql_variant NULL,
    CONSTRAINT PK_extended_properties PRIMARY KEY CLUSTERED (database_name, class, major_id, minor_id, name)
)
