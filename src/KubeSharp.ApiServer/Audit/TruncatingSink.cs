using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Audit;

/// <summary>Takes the bodies out of events that are too large, and drops those that are too large even so. Source: Auditing, --audit-log-truncate-*, --audit-webhook-truncate-*.</summary>
/// <param name="inner">Gets what is left; ended with this.</param>
/// <param name="eventBytesMax">Largest event.</param>
public sealed class TruncatingSink(IAuditSink inner, int eventBytesMax) : IAuditSink
{
    /// <inheritdoc/>
    public void Take(ReadOnlyMemory<byte> json)
    {
        if (json.Length > eventBytesMax)
        {
            var value = ((ObjectNode)Node.Parse(json.Span)).Remove("requestObject").Remove("responseObject");
            json = value.Make("annotations", static a => a.Set("audit.k8s.io/truncated", "true")).ToUtf8();
        }
        if (json.Length <= eventBytesMax) { inner.Take(json); }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
