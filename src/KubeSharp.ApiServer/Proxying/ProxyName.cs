using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>The name in a proxy path: NAME, NAME:PORT, SCHEME:NAME:PORT.</summary>
public static class ProxyName
{
    /// <summary>Its parts; empty where they are missing. <paramref name="what"/> is what it names, for the refusal.</summary>
    /// <exception cref="StatusException">400: it is none.</exception>
    public static (string Scheme, string Name, string Port) Parse(string text, string what)
    {
        var (scheme, name, port) = text.Split(':') switch
        {
            [var own] => ("", own, ""),
            [var own, var to] => ("", own, to),
            [var by, var own, var to] => (by, own, to),
            _ => ("", "", ""),
        };
        return name.Length > 0 && scheme is ("" or "http" or "https") ? (scheme, name, port) : throw StatusException.BadRequest($"invalid {what} request {QuotedText.Go(text)}");
    }
}
