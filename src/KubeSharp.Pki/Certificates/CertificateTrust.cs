using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Certificates;

/// <summary>Whom to trust: those whom one of some authorities signed, directly or through others, without asking anybody for more.</summary>
public static class CertificateTrust
{
    /// <summary>What chains are to be like.</summary>
    /// <param name="authorities">Who signs; null: the machine's own authorities.</param>
    public static X509ChainPolicy By(X509Certificate2Collection? authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(authorities ?? SystemRoots.All);
        return policy;
    }

    /// <summary>Whether the certificate is signed by one of the authorities, and valid now.</summary>
    public static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain { ChainPolicy = By(authorities) };
        return chain.Build(certificate);
    }
}
