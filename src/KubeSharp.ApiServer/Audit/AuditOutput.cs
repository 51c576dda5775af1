namespace KubeSharp.ApiServer.Audit;

/// <summary>Writes events to a stream, a line each: --audit-log-path=- is the standard output.</summary>
public sealed class AuditOutput(Stream output) : IAuditSink
{
    private readonly Lock _turn = new();

    /// <inheritdoc/>
    public void Take(ReadOnlyMemory<byte> json)
    {
        lock (_turn)
        {
            output.Write(json.Span);
            output.WriteByte((byte)'\n');
            output.Flush();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => output.DisposeAsync();
}
