namespace KubeSharp.Storage;

/// <summary>A write names a lease that is not there (any more).</summary>
public sealed class LeaseNotFoundException(long leaseId) : Exception($"requested lease not found (id {leaseId})")
{
    /// <summary>The lease named.</summary>
    public long LeaseId { get; } = leaseId;
}
