using System.Collections.Concurrent;
using KubeSharp.ApiServer.Audit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>Audit events as they are recorded.</summary>
public sealed class AuditEvents : IAuditSink
{
    private readonly ConcurrentQueue<ObjectNode> _taken = new();

    public void Take(ReadOnlyMemory<byte> json) => _taken.Enqueue((ObjectNode)Node.Parse(json.Span));

    /// <summary>Waits for the next event, which is recorded once the answer is given: its annotations of a domain, as name=value.</summary>
    public async Task<string[]> TakeNotesAsync(string domain)
    {
        ObjectNode? taken = null;
        await CustomResourceKit.UntilAsync(() => Task.FromResult(_taken.TryDequeue(out taken)), "the event");
        return [.. (taken!.At("annotations") as ObjectNode ?? ObjectNode.Empty).Where(a => a.Key.StartsWith(domain, StringComparison.Ordinal)).Select(a => $"{a.Key[domain.Length..]}={(a.Value as StringNode)?.Value}")];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
