namespace KubeSharp.ApiServer.Audit;

/// <summary>Takes audit events.</summary>
public interface IAuditSink : IAsyncDisposable
{
    /// <summary>Takes one event, JSON; does not wait until it is written.</summary>
    void Take(ReadOnlyMemory<byte> json);
}
