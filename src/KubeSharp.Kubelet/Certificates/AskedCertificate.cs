namespace KubeSharp.Kubelet.Certificates;

/// <summary>A certificate that was asked for and not yet answered.</summary>
/// <param name="Key">The private key, which never leaves the node.</param>
/// <param name="Request">Name of the request.</param>
/// <param name="ForgottenAt">A request that is not there from then on was deleted by somebody.</param>
public sealed record AskedCertificate(string Key, string Request, DateTimeOffset ForgottenAt);
