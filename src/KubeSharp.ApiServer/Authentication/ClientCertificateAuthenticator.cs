using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Certificates;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>A client certificate signed by the cluster's authority: its common name is the user, its organizations the groups. Source: Authenticating.</summary>
public sealed class ClientCertificateAuthenticator(X509Certificate2Collection authorities, TimeProvider time) : IAuthenticator
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    // A connection hands out the same object at each request: checked once.
    private readonly ConditionalWeakTable<X509Certificate2, UserIdentity> _known = [];

    /// <inheritdoc/>
    public ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        if (context.Connection.ClientCertificate is not { } certificate) { return default; }
        if (_known.TryGetValue(certificate, out var known) && certificate.NotAfter > time.GetUtcNow()) { return new(known); }
        if (!Holds(certificate)) { throw StatusException.Unauthorized(); }
        var user = Read(certificate);
        _known.AddOrUpdate(certificate, user);
        return new(user);
    }

    /// <summary>The user a certificate names.</summary>
    public static UserIdentity Read(X509Certificate2 certificate)
    {
        var (name, groups) = ("", ImmutableArray.CreateBuilder<string>());
        foreach (var (type, value) in SubjectParts.Of(certificate.SubjectName))
        {
            if (type == SubjectParts.CommonName) { name = value; }
            if (type == SubjectParts.Organization) { groups.Add(value); }
        }
        groups.Add("system:authenticated");
        return new UserIdentity(name, groups.ToImmutable());
    }

    private bool Holds(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = CertificateTrust.By(authorities) };
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientUse));
        return chain.Build(certificate);
    }
}
