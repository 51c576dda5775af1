namespace KubeSharp.Controllers.Certificates;

/// <summary>Names of the signers that a cluster has by itself. Source: Certificates and Certificate Signing Requests, Kubernetes signers.</summary>
public static class CertificateSigners
{
    /// <summary>Clients of the API server; approved by people.</summary>
    public const string Client = "kubernetes.io/kube-apiserver-client";
    /// <summary>Node agents as clients of the API server.</summary>
    public const string NodeClient = "kubernetes.io/kube-apiserver-client-kubelet";
    /// <summary>Node agents as servers.</summary>
    public const string NodeServer = "kubernetes.io/kubelet-serving";
    /// <summary>Anything; no trust follows from it.</summary>
    public const string LegacyUnknown = "kubernetes.io/legacy-unknown";

    private const string DigitalSignature = "digital signature", KeyEncipherment = "key encipherment";

    /// <summary>Why the signer does not sign such a demand; empty: it does.</summary>
    public static string Objection(string signer, CertificateDemand demand, IReadOnlyCollection<string> usages) => signer switch
    {
        Client => Uses(usages, ["client auth"]),
        NodeClient => NodeSubject(demand) is { Length: > 0 } why ? why : !demand.DnsNames.IsEmpty || !demand.Addresses.IsEmpty || demand.HasOtherNames ? "subject alternative names are not allowed" : Uses(usages, ["client auth", DigitalSignature]),
        NodeServer => NodeSubject(demand) is { Length: > 0 } why ? why : demand.HasOtherNames ? "only DNS names and addresses are allowed"
            : demand.DnsNames.IsEmpty && demand.Addresses.IsEmpty ? "a DNS name or an address is required" : Uses(usages, ["server auth", DigitalSignature]),
        LegacyUnknown => "",
        _ => "not a signer of the cluster",
    };

    private static string NodeSubject(CertificateDemand demand) =>
        demand.Organizations is not ["system:nodes"] ? "subject organization is not system:nodes"
        : demand.CommonName.StartsWith("system:node:", StringComparison.Ordinal) ? "" : "subject common name does not begin with system:node:";

    // What is needed must be there; signatures and key encipherment (RSA only) may be.
    private static string Uses(IReadOnlyCollection<string> usages, string[] needed) =>
        needed.All(usages.Contains) && usages.All(u => needed.Contains(u) || u is DigitalSignature or KeyEncipherment) ? "" : "usages do not fit the signer";
}
