using System.Text;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>How objects are named in the store: /registry/RESOURCE/[NAMESPACE/]NAME, the resource being its plural, with .GROUP outside core.</summary>
public static class KeyNames
{
    /// <summary>What all keys begin with.</summary>
    public const string Prefix = "/registry/";

    /// <summary>The key of an object.</summary>
    public static byte[] Key(string resource, string ns, string name) =>
        Encoding.UTF8.GetBytes(ns.Length == 0 ? $"{Prefix}{resource}/{name}" : $"{Prefix}{resource}/{ns}/{name}");

    /// <summary>The first key and the end of all keys of a resource, or of those in a namespace.</summary>
    public static (byte[] Start, byte[] End) Range(string resource, string ns = "")
    {
        var folder = ns.Length == 0 ? $"{Prefix}{resource}" : $"{Prefix}{resource}/{ns}";
        // The sign after the slash ends the folder.
        return (Encoding.UTF8.GetBytes(folder + '/'), Encoding.UTF8.GetBytes(folder + '0'));
    }

    /// <summary>The resource of a key; empty where it is none of ours.</summary>
    public static string Resource(ReadOnlySpan<byte> key)
    {
        if (!key.StartsWith("/registry/"u8)) { return ""; }
        var rest = key[Prefix.Length..];
        var slash = rest.IndexOf((byte)'/');
        return slash < 0 ? "" : Encoding.UTF8.GetString(rest[..slash]);
    }

    /// <summary>Namespace and name of a key.</summary>
    public static (string Namespace, string Name) Parse(ReadOnlySpan<byte> key)
    {
        var parts = Encoding.UTF8.GetString(key[Prefix.Length..]).Split('/');
        return parts.Length == 3 ? (parts[1], parts[2]) : ("", parts[^1]);
    }
}
