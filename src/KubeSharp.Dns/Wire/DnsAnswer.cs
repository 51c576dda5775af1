using System.Collections.Immutable;

namespace KubeSharp.Dns.Wire;

/// <param name="Code">0: no error; 3: no such name.</param>
/// <param name="Records">Answers.</param>
public sealed record DnsAnswer(int Code, ImmutableArray<DnsRecord> Records)
{
    /// <summary>The zone's own record, given where there is no answer.</summary>
    public DnsRecord? Authority { get; init; }
    /// <summary>Addresses of names that the answers lead to.</summary>
    public ImmutableArray<DnsRecord> Additional { get; init; } = [];
}
