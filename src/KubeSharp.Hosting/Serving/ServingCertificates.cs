using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Hosting.Serving;

/// <summary>The certificates that a server shows: by the name that a client asks for, or by the address that it came to. They may be replaced while it serves.</summary>
public sealed class ServingCertificates
{
    private volatile Chosen _chosen;

    /// <summary>One for whatever is asked for.</summary>
    public ServingCertificates(X509Certificate2 certificate) => _chosen = new(certificate, FrozenDictionary<string, X509Certificate2>.Empty);

    /// <summary>Shows these from the next connection on.</summary>
    /// <param name="certificate">For names that none is for.</param>
    /// <param name="named">Certificates with the patterns of the names that they are for; none: those that they bear. The first for a name counts, given names before borne ones. Source: --tls-sni-cert-key.</param>
    public void Replace(X509Certificate2 certificate, IEnumerable<(ImmutableArray<string> Names, X509Certificate2 Certificate)> named)
    {
        var byName = new Dictionary<string, X509Certificate2>(StringComparer.OrdinalIgnoreCase);
        (ImmutableArray<string> Names, X509Certificate2 Certificate)[] all = [.. named];
        foreach (var (names, shown) in all.Where(static n => !n.Names.IsEmpty).Concat(all.Where(static n => n.Names.IsEmpty)))
        {
            foreach (var name in names.IsEmpty ? NamesOf(shown) : names) { byName.TryAdd(name, shown); }
        }
        _chosen = new(certificate, byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The one for the name; where none is asked for, the one for the address.</summary>
    public X509Certificate2 Choose(string? name, IPAddress? address)
    {
        var (certificate, named) = _chosen;
        if (named.Count == 0) { return certificate; }
        var asked = name is { Length: > 0 } ? name.TrimEnd('.') : address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        if (named.TryGetValue(asked, out var found)) { return found; }
        var dot = asked.IndexOf('.', StringComparison.Ordinal);
        return name is { Length: > 0 } && dot > 0 && named.TryGetValue(string.Concat("*", asked.AsSpan(dot)), out found) ? found : certificate;
    }

    // Compat: of what it bears only names of hosts count, for a client cannot ask for an address. Source: apiserver, dynamiccertificates.
    private static IEnumerable<string> NamesOf(X509Certificate2 certificate)
    {
        var common = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var borne = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static n => n.EnumerateDnsNames());
        return IPAddress.TryParse(common, out _) ? borne : borne.Prepend(common);
    }

    private sealed record Chosen(X509Certificate2 Certificate, FrozenDictionary<string, X509Certificate2> Named);
}
