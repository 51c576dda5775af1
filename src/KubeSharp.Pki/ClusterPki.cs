using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.Pki;

/// <summary>
/// The keys and certificates of a control plane, in upstream's layout (ca, apiserver, apiserver-kubelet-client, front-proxy-ca,
/// front-proxy-client, sa). What is missing, expired or lacks a name is made anew; all else stays. Source: PKI certificates and requirements.
/// </summary>
public sealed class ClusterPki
{
    private readonly TimeProvider _time;

    private ClusterPki(string folder, TimeProvider time, CertificateAuthority ca, CertificateAuthority frontProxyCa, X509Certificate2 server, X509Certificate2 kubeletClient, X509Certificate2 frontProxyClient, ECDsa serviceAccountKey)
    {
        (Folder, _time) = (folder, time);
        (Authority, FrontProxyAuthority, Server, KubeletClient, FrontProxyClient, ServiceAccountKey) = (ca, frontProxyCa, server, kubeletClient, frontProxyClient, serviceAccountKey);
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }
    /// <summary>Signs all that belongs to the cluster.</summary>
    public CertificateAuthority Authority { get; }
    /// <summary>Signs the aggregator's client certificate.</summary>
    public CertificateAuthority FrontProxyAuthority { get; }
    /// <summary>The API server's serving certificate.</summary>
    public X509Certificate2 Server { get; }
    /// <summary>With it the API server speaks to kubelets.</summary>
    public X509Certificate2 KubeletClient { get; }
    /// <summary>With it the API server speaks to extension servers.</summary>
    public X509Certificate2 FrontProxyClient { get; }
    /// <summary>Signs service-account tokens.</summary>
    public ECDsa ServiceAccountKey { get; }

    /// <summary>Reads the folder and makes what it lacks.</summary>
    public static ClusterPki Ensure(string folder, ClusterPkiOptions options, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var ca = EnsureAuthority(folder, "ca", "kubernetes", now);
        var frontProxyCa = EnsureAuthority(folder, "front-proxy-ca", "front-proxy-ca", now);
        var server = EnsureCertificate(folder, "apiserver", ca, ServerOptions(options), now);
        var kubeletClient = EnsureCertificate(folder, "apiserver-kubelet-client", ca, new("kube-apiserver-kubelet-client") { Organizations = ["kubeadm:cluster-admins"], IsClient = true }, now);
        var frontProxyClient = EnsureCertificate(folder, "front-proxy-client", frontProxyCa, new("front-proxy-client") { IsClient = true }, now);
        return new(folder, time, ca, frontProxyCa, server, kubeletClient, frontProxyClient, EnsureKey(folder, "sa"));
    }

    /// <summary>A certificate for a user of the cluster.</summary>
    public X509Certificate2 IssueClient(string user, params ReadOnlySpan<string> groups) =>
        Authority.Issue(new CertificateRequestOptions(user) { Organizations = [.. groups], IsClient = true }, _time.GetUtcNow());

    /// <summary>A serving certificate for a part of the cluster.</summary>
    public X509Certificate2 IssueServer(string commonName, ImmutableArray<string> names, ImmutableArray<IPAddress> addresses) =>
        Authority.Issue(new CertificateRequestOptions(commonName) { DnsNames = names, Addresses = addresses, IsServer = true }, _time.GetUtcNow());

    private static CertificateRequestOptions ServerOptions(ClusterPkiOptions options) => new("kube-apiserver")
    {
        DnsNames = [.. options.ServerNames.Concat(["kubernetes", "kubernetes.default", "kubernetes.default.svc", $"kubernetes.default.svc.{options.ClusterDomain}", "localhost"]).Distinct()],
        Addresses = [.. options.ServerAddresses.Append(IPAddress.Loopback).Distinct()],
        IsServer = true,
    };

    private static CertificateAuthority EnsureAuthority(string folder, string name, string commonName, DateTimeOffset now)
    {
        if (PemFiles.Read(folder, name) is { } existing && existing.NotAfter > now) { return new(existing); }
        var made = CertificateAuthority.Create(commonName, now);
        PemFiles.Write(folder, name, made.Certificate);
        return made;
    }

    private static X509Certificate2 EnsureCertificate(string folder, string name, CertificateAuthority authority, CertificateRequestOptions options, DateTimeOffset now)
    {
        if (PemFiles.Read(folder, name) is { } existing && existing.NotAfter > now && existing.Issuer == authority.Certificate.Subject && Names(existing, options)
            && IsSignedBy(existing, authority.Certificate)) { return existing; }
        var made = authority.Issue(options, now);
        PemFiles.Write(folder, name, made);
        return made;
    }

    private static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        var own = authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;
        var named = certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
        return own is { } a && named is { } b && a.Span.SequenceEqual(b.Span);
    }

    private static bool Names(X509Certificate2 certificate, CertificateRequestOptions options)
    {
        if (options.DnsNames.Length + options.Addresses.Length == 0) { return true; }
        if (certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is not { } names) { return false; }
        return options.DnsNames.All(n => names.EnumerateDnsNames().Contains(n)) && options.Addresses.All(a => names.EnumerateIPAddresses().Contains(a));
    }

    private static ECDsa EnsureKey(string folder, string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var path = Path.Combine(folder, name + ".key");
        if (File.Exists(path))
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        PemFiles.WriteFile(path, key.ExportPkcs8PrivateKeyPem() + "\n", isSecret: true);
        PemFiles.WriteFile(Path.Combine(folder, name + ".pub"), key.ExportSubjectPublicKeyInfoPem() + "\n", isSecret: false);
        return key;
    }
}
