namespace KubeSharp.ApiServer.Proxying;

/// <summary>The name in a proxy path: NAME, NAME:PORT, SCHEME:NAME:PORT.</summary>
public static class ProxyName
{
    /// <summary>Its parts; empty where they are missing.</summary>
    public static (string Scheme, string Name, string Port) Parse(string text) => text.Split(':') switch
    {
        [var scheme, var name, var port] => (scheme, name, port),
        [var name, var port] => ("", name, port),
        _ => ("", text, ""),
    };
}
