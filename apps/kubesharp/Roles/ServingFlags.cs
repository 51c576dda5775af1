using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.Hosting.Flags;
using KubeSharp.Hosting.Serving;
using KubeSharp.Pki.Certificates;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>The flags of kube-apiserver about the certificates it shows. Source: kube-apiserver, command line tools reference.</summary>
internal sealed class ServingFlags(FlagSet flags)
{
    private readonly Flag<string> _folder = flags.Text("cert-dir", "/var/run/kubernetes", "folder of the self-made certificate, used without --tls-cert-file");
    private readonly Flag<string> _certificate = flags.Text("tls-cert-file", "", "serving certificate");
    private readonly Flag<string> _key = flags.Text("tls-private-key-file", "", "its key");
    private readonly Flag<ImmutableArray<string>> _named = flags.Each("tls-sni-cert-key", "certificate and key for some names, as CERTIFICATE,KEY (the names it bears) or NAME,*.NAME:CERTIFICATE,KEY; may be given again");

    private CertificateFiles Given => new([], _certificate.Value, _key.Value.Length > 0 ? _key.Value : throw new FlagException($"--{_key.Name} must be specified"));

    /// <summary>Looks at what is said, and at no file.</summary>
    /// <exception cref="FlagException">A value is none.</exception>
    public void Check() => Named();

    /// <summary>The certificates; their files are read anew when they change.</summary>
    /// <exception cref="FlagException">A file does not hold.</exception>
    public ServingCertificates Read(IPAddress address, List<ReloadedFile> files, TimeProvider time, ILoggerFactory loggers)
    {
        var own = _certificate.IsGiven ? null : Own(address, time);
        var certificates = Load(new ServingCertificates(own ?? Given.Load()), own);
        foreach (var pair in own is null ? [Given, .. Named()] : Named())
        {
            foreach (var file in (string[])[pair.Certificate, pair.Key]) { files.Add(new ReloadedFile(file, File.ReadAllText(file), (_, _) => { Load(certificates, own); return ValueTask.CompletedTask; }, time, loggers.CreateLogger<ReloadedFile>())); }
        }
        return certificates;
    }

    private ServingCertificates Load(ServingCertificates certificates, X509Certificate2? own)
    {
        certificates.Replace(own ?? Given.Load(), [.. Named().Select(static n => (n.Names, n.Load()))]);
        return certificates;
    }

    private ImmutableArray<CertificateFiles> Named()
    {
        try { return [.. _named.Value.Select(CertificateFiles.Parse)]; }
        catch (FormatException e) { throw new FlagException($"--tls-sni-cert-key: {e.Message}"); }
    }

    // Without one given, a certificate of one's own, kept so that clients find the same again.
    private X509Certificate2 Own(IPAddress address, TimeProvider time)
    {
        if (PemFiles.Read(_folder.Value, "apiserver") is { } kept) { return kept; }
        var authority = CertificateAuthority.Create($"{Environment.MachineName}-ca", time.GetUtcNow());
        var made = authority.Issue(new CertificateRequestOptions(Environment.MachineName)
        {
            IsServer = true,
            DnsNames = [Environment.MachineName, "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"],
            Addresses = [address, IPAddress.Loopback],
        }, time.GetUtcNow());
        PemFiles.Write(_folder.Value, "apiserver", made);
        return made;
    }
}
