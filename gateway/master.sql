-- What SQL Server keeps in its own system tables of master: logins, roles, credentials, users and permissions.
CREATE SCHEMA msxgate
GO

-- password_hash is argon2id in its PHC form; NULL for a login without a password.
CREATE TABLE msxgate.logins (
    principal_id     int IDENTITY(257,1) NOT NULL,
    name             sysname NOT NULL,
    sid              varbinary(85) NOT NULL,
    password_hash    nvarchar(256) NULL,
    is_disabled      bit NOT NULL,
    default_database sysname NOT NULL,
    create_date      datetime NOT NULL,
    modify_date      datetime NOT NULL,
    CONSTRAINT PK_logins PRIMARY KEY CLUSTERED (name),
    CONSTRAINT UQ_logins_sid UNIQUE (sid)
)
CREATE TABLE msxgate.server_role_members (
    role   sysname NOT NULL,
    member sysname NOT NULL,
    CONSTRAINT PK_server_role_members PRIMARY KEY CLUSTERED (role, member)
)

-- secret is sealed with the key file of the data directory.
CREATE TABLE msxgate.credentials (
    credential_id       int IDENTITY(65536,1) NOT NULL,
    name                sysname NOT NULL,
    credential_identity nvarchar(4000) NOT NULL,
    secret              varbinary(8000) NULL,
    create_date         datetime NOT NULL,
    modify_date         datetime NOT NULL,
    CONSTRAINT PK_credentials PRIMARY KEY CLUSTERED (name)
)

-- Users (type S) and roles (type R) of all databases.
CREATE TABLE msxgate.database_principals (
    database_name sysname NOT NULL,
    principal_id  int IDENTITY(5,1) NOT NULL,
    name          sysname NOT NULL,
    type          char(1) NOT NULL,
    sid           varbinary(85) NULL,
    create_date   datetime NOT NULL,
    CONSTRAINT PK_database_principals PRIMARY KEY CLUSTERED (database_name, name)
)
CREATE TABLE msxgate.database_role_members (
    database_name sysname NOT NULL,
    role          sysname NOT NULL,
    member        sysname NOT NULL,
    CONSTRAINT PK_database_role_members PRIMARY KEY CLUSTERED (database_name, role, member)
)

-- state is GRANT or DENY; object_name is NULL for a permission on the whole database.
CREATE TABLE msxgate.database_permissions (
    permission_id int IDENTITY(1,1) NOT NULL,
    database_name sysname NOT NULL,
    grantee       sysname NOT NULL,
    permission    nvarchar(128) NOT NULL,
    schema_name   sysname NULL,
    object_name   sysname NULL,
    state         varchar(8) NOT NULL,
    CONSTRAINT PK_database_permissions PRIMARY KEY CLUSTERED (permission_id)
)
GO
