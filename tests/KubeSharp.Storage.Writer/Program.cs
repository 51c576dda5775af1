using System.Globalization;
using System.Text;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;

// Writes without end, and prints "KEY REVISION" for each write that was acknowledged. Arguments: folder, number of writers, name of this run.
var (folder, writers, run) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), args[2]);
await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = folder }, TimeProvider.System, default);
using var output = Console.OpenStandardOutput();
var printing = new Lock();

await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(writer))));

async Task WriteAsync(int writer)
{
    for (var number = 0; ; number++)
    {
        var key = $"{run}/{writer}/{number}";
        var put = new PutOperation(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(key + new string('.', 200)));
        var result = await store.CommitAsync(new Transaction([], [put]), default);
        var line = Encoding.UTF8.GetBytes($"{key} {result.Revision}\n");
        lock (printing) { output.Write(line); }
    }
}
