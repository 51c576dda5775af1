using System.Net;

namespace KubeSharp.Dns.Wire;

/// <summary>One answer.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Type">Type number.</param>
/// <param name="TimeToLiveSeconds">How long it may be kept.</param>
public sealed record DnsRecord(string Name, int Type, int TimeToLiveSeconds)
{
    /// <summary>For A and AAAA.</summary>
    public IPAddress? Address { get; init; }
    /// <summary>For CNAME, PTR, NS and SRV: the name it leads to.</summary>
    public string Target { get; init; } = "";
    /// <summary>For SRV: priority, weight and port.</summary>
    public (int Priority, int Weight, int Port) Service { get; init; }
    /// <summary>For SOA: mailbox, serial and times.</summary>
    public (string Mailbox, uint Serial, uint Refresh, uint Retry, uint Expire, uint Minimum) Authority { get; init; }
}
