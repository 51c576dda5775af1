using KubeSharp.Storage.Engine;
using Microsoft.Data.Sqlite;

namespace KubeSharp.Storage.Embedded;

/// <summary>
/// The durable log beneath the engine: one SQLite file, written ahead and flushed at each commit (WAL, synchronous=FULL). A row is one change;
/// its id is the revision and the change's place in it, so writes only ever append. Used by one thread.
/// </summary>
internal sealed class CommitLog : IDisposable
{
    private const int SubBits = 20;
    private const string Layout = """
        CREATE TABLE IF NOT EXISTS change (id INTEGER PRIMARY KEY, key BLOB NOT NULL, value BLOB, created INTEGER NOT NULL, version INTEGER NOT NULL, lease INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS lease (id INTEGER PRIMARY KEY, seconds INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, number INTEGER NOT NULL);
        """;

    private const int PageBytes = 4096;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _delete;

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="StoreUnavailableException">The file is damaged, of another layout, or cannot be written.</exception>
    public CommitLog(string path, long sizeMaxBytes)
    {
        try
        {
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            _connection.Open();
            Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-4096;");
            Run(Layout);
            if (sizeMaxBytes > 0) { Run($"PRAGMA max_page_count={Math.Max(1, sizeMaxBytes / PageBytes)}"); }
        }
        catch (SqliteException e)
        {
            _connection?.Dispose();
            throw new StoreUnavailableException($"the data store {path} cannot be opened: {e.Message}", e);
        }
        _insert = Command("INSERT INTO change (id, key, value, created, version, lease) VALUES ($id, $key, $value, $created, $version, $lease)",
            ("$id", SqliteType.Integer), ("$key", SqliteType.Blob), ("$value", SqliteType.Blob), ("$created", SqliteType.Integer), ("$version", SqliteType.Integer), ("$lease", SqliteType.Integer));
        _delete = Command("DELETE FROM change WHERE id = $id", ("$id", SqliteType.Integer));
    }

    /// <summary>Gives all that is kept to the engine.</summary>
    public void Recover(StoreEngine engine, LeaseTable leases)
    {
        try
        {
            using (var changes = Command("SELECT id, key, value, created, version, lease FROM change ORDER BY id"))
            using (var reader = changes.ExecuteReader())
            {
                while (reader.Read())
                {
                    var id = reader.GetInt64(0);
                    var isDeleted = reader.IsDBNull(2);
                    var value = isDeleted ? [] : (byte[])reader.GetValue(2);
                    engine.Restore(
                        new StoredValue((byte[])reader.GetValue(1), value, reader.GetInt64(3), id >> SubBits, reader.GetInt64(4), reader.GetInt64(5)),
                        isDeleted, (int)(id & ((1 << SubBits) - 1)));
                }
            }
            using (var kept = Command("SELECT id, seconds FROM lease"))
            using (var reader = kept.ExecuteReader())
            {
                while (reader.Read()) { leases.Restore(reader.GetInt64(0), reader.GetInt64(1)); }
            }
            engine.Recovered(Mark("revision"), Mark("compacted"));
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or InvalidCastException) { throw new StoreUnavailableException($"the data store {_connection.DataSource} is damaged: {e.Message}", e); }
    }

    /// <summary>Makes the batches durable, and the end of a lease (0: of none) with them; all or nothing.</summary>
    /// <exception cref="SqliteException">They are not.</exception>
    public void Append(IReadOnlyList<WatchBatch> batches, long endedLease = 0)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var batch in batches)
        {
            for (var sub = 0; sub < batch.Events.Count; sub++)
            {
                var item = batch.Events[sub].Item;
                var isDeleted = batch.Events[sub].Kind == StoreEventKind.Delete;
                _insert.Parameters[0].Value = (batch.Revision << SubBits) | (long)sub;
                _insert.Parameters[1].Value = Bytes(item.Key);
                _insert.Parameters[2].Value = isDeleted ? DBNull.Value : Bytes(item.Value);
                _insert.Parameters[3].Value = item.CreateRevision;
                _insert.Parameters[4].Value = item.Version;
                _insert.Parameters[5].Value = item.LeaseId;
                _insert.ExecuteNonQuery();
            }
        }
        if (endedLease != 0) { Run($"DELETE FROM lease WHERE id = {endedLease}", transaction); }
        transaction.Commit();
    }

    /// <summary>Drops compacted changes and notes how far history goes.</summary>
    public void Compact(long revision, long newestRevision, IReadOnlyList<KeyVersion> dropped)
    {
        using var transaction = _connection.BeginTransaction();
        _delete.Transaction = transaction;
        foreach (var version in dropped)
        {
            _delete.Parameters[0].Value = (version.Value.ModRevision << SubBits) | (long)version.Sub;
            _delete.ExecuteNonQuery();
        }
        SetMark("compacted", revision, transaction);
        // The row that bore the newest revision may be among those dropped.
        SetMark("revision", newestRevision, transaction);
        transaction.Commit();
    }

    /// <summary>Notes a lease.</summary>
    public void AddLease(long id, long seconds) => Run($"INSERT OR REPLACE INTO lease VALUES ({id}, {seconds})");

    /// <summary>Writes the file anew without the room that dropped changes have left.</summary>
    public void Defragment()
    {
        Run("VACUUM");
        Run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Writes a whole copy, which is a data file of its own, to a new file.</summary>
    public void Snapshot(string path)
    {
        using var command = Command("VACUUM INTO $path");
        command.Parameters.AddWithValue("$path", path);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _connection.Dispose();
    }

    // An array of its own is handed on as it is.
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(memory, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array : memory.ToArray();

    private long Mark(string name)
    {
        using var command = Command("SELECT number FROM mark WHERE name = $name");
        command.Parameters.AddWithValue("$name", name);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    private void SetMark(string name, long number, SqliteTransaction transaction)
    {
        using var command = Command("INSERT OR REPLACE INTO mark VALUES ($name, $number)");
        command.Transaction = transaction;
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$number", number);
        command.ExecuteNonQuery();
    }

    private void Run(string sql, SqliteTransaction? transaction = null)
    {
        using var command = Command(sql);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, SqliteType Type)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, type) in parameters) { command.Parameters.Add(name, type); }
        return command;
    }
}
