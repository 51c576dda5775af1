namespace KubeSharp.Dns.Wire;

/// <param name="Name">Asked name, lower case, without the last dot.</param>
/// <param name="Type">1 A, 5 CNAME, 12 PTR, 28 AAAA, 33 SRV, 255 any…</param>
/// <param name="Class">1: Internet.</param>
public readonly record struct DnsQuestion(string Name, int Type, int Class);
