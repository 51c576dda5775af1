using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>A watch of a collection from now on.</summary>
internal sealed class Watching : IDisposable
{
    private readonly CancellationTokenSource _ending = new(ControlPlane.Patience);
    private readonly StreamReader _stream;
    private readonly List<string> _seen = [];

    private Watching(Stream stream) => _stream = new StreamReader(stream);

    /// <summary>Begins; query without ? (labelSelector=…).</summary>
    public static async Task<Watching> StartAsync(TestServer server, string collection, string query = "")
    {
        var version = (await server.GetAsync(collection)).TextAt("metadata", "resourceVersion");
        return new Watching(await server.Client.GetStreamAsync($"{collection}?watch=true&resourceVersion={version}&{query}"));
    }

    /// <summary>Reads on until an event of the type with an object that fits.</summary>
    public async Task<ObjectNode> NextAsync(string type, Func<ObjectNode, bool>? fits = null)
    {
        while (true)
        {
            string? line;
            try { line = await _stream.ReadLineAsync(_ending.Token); }
            catch (OperationCanceledException) { throw new TimeoutException($"no {type} that fits; seen: {string.Join("\n", _seen)}"); }
            var change = Node.Parse(line ?? throw new EndOfStreamException($"the watch ended; seen: {string.Join("\n", _seen)}"));
            _seen.Add(line);
            if (change.TextAt("type") == type && change.At("object") is ObjectNode value && (fits?.Invoke(value) ?? true)) { return value; }
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _ending.Dispose();
    }
}
