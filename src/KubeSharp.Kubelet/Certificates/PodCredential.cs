namespace KubeSharp.Kubelet.Certificates;

/// <summary>A key with its certificate, as a pod sees them.</summary>
/// <param name="Key">The private key: PKCS#8 in PEM.</param>
/// <param name="Chain">The certificates, the pod's own first: PEM without what stands around it.</param>
/// <param name="RenewAt">From when on another is asked for.</param>
/// <param name="EndsAt">From when on nobody takes it any more.</param>
public sealed record PodCredential(string Key, string Chain, DateTimeOffset RenewAt, DateTimeOffset EndsAt);
