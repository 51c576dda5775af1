using System.Text;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;

// Writes to a store until it is killed, and says each write that was acknowledged: what it says must be there afterwards.
await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = args[0] }, TimeProvider.System, default);
var writing = new Lock();
await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
{
    for (var i = 0; ; i++)
    {
        var (key, value) = ($"w{writer}", $"{args[1]}-{i}");
        var result = await store.CommitAsync(new Transaction([], [new PutOperation(Encoding.UTF8.GetBytes($"{key}/{value}"), Encoding.UTF8.GetBytes(value))]), default);
        lock (writing)
        {
            Console.Out.Write($"{key}/{value} {result.Revision}\n");
            Console.Out.Flush();
        }
    }
}));
