using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Bootstrap.Join;

/// <summary>What pins a cluster's authority for those who join: sha256:HEX of its public key, as kubeadm writes it (RFC 7469).</summary>
public static class AuthorityHash
{
    /// <summary>The hash of an authority's public key.</summary>
    public static string Of(X509Certificate2 authority) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(authority.PublicKey.ExportSubjectPublicKeyInfo()));
}
