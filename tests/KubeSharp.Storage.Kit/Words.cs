using System.Text;

namespace KubeSharp.Storage.Kit;

/// <summary>Short words for the store's requests, with keys and values as text.</summary>
public static class Words
{
    /// <summary>The text's bytes.</summary>
    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The bytes' text.</summary>
    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>A put.</summary>
    public static PutOperation Put(string key, string value, long lease = 0) => new(Bytes(key), Bytes(value), lease);

    /// <summary>A deletion of one key or of [start, end).</summary>
    public static DeleteOperation Delete(string start, string end = "") => new(Bytes(start), Bytes(end));

    /// <summary>A transaction that always holds.</summary>
    public static Transaction Always(params StoreOperation[] steps) => new([], steps);

    /// <summary>A comparison of a revision.</summary>
    public static Comparison ModIs(string key, long revision) => new(Bytes(key), CompareTarget.ModRevision, CompareOperator.Equal, revision);

    /// <summary>A read.</summary>
    public static RangeRequest Range(string start, string end = "", long revision = 0, long limit = 0, bool keysOnly = false, bool countOnly = false) =>
        new(Bytes(start), Bytes(end), revision, limit, keysOnly, countOnly);

    /// <summary>A watch of [start, end), by default of the keys a to z.</summary>
    public static WatchRequest Watch(long from, string start = "a", string end = "{", bool previous = false, bool marks = false) =>
        new(Bytes(start), Bytes(end), from, previous, marks);

    /// <summary>"key=value" of each item.</summary>
    public static string Show(IEnumerable<StoredValue> items) => string.Join(' ', items.Select(static i => $"{Text(i.Key)}={Text(i.Value)}"));

    /// <summary>"REVISION+key=value" or "REVISION-key" of each event.</summary>
    public static string Show(IEnumerable<StoreEvent> events) => string.Join(' ', events.Select(static e =>
        e.Kind == StoreEventKind.Put ? $"{e.Item.ModRevision}+{Text(e.Item.Key)}={Text(e.Item.Value)}" : $"{e.Item.ModRevision}-{Text(e.Item.Key)}"));

    /// <summary>Writes one key; returns the revision.</summary>
    public static async Task<long> PutAsync(this IStore store, string key, string value, long lease = 0) =>
        (await store.CommitAsync(Always(Put(key, value, lease)), default)).Revision;

    /// <summary>Deletes one key; returns the revision.</summary>
    public static async Task<long> DeleteAsync(this IStore store, string key) => (await store.CommitAsync(Always(Delete(key)), default)).Revision;

    /// <summary>Reads.</summary>
    public static async Task<RangeResult> ReadAsync(this IStore store, string start, string end = "", long revision = 0, long limit = 0) =>
        await store.RangeAsync(Range(start, end, revision, limit), default);
}
