namespace KubeSharp.Dns.Wire;

/// <summary>Numbers of record types and answer codes. Source: RFC 1035, RFC 2782, RFC 3596.</summary>
public static class DnsType
{
#pragma warning disable CS1591 // the names are the protocol's words
    public const int A = 1, Ns = 2, Cname = 5, Soa = 6, Ptr = 12, Txt = 16, Aaaa = 28, Srv = 33, Opt = 41, Any = 255;
    public const int NoError = 0, FormatError = 1, ServerFailure = 2, NameError = 3, NotImplemented = 4, Refused = 5;
#pragma warning restore CS1591
}
