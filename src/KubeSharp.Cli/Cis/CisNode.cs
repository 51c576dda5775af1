namespace KubeSharp.Cli.Cis;

/// <summary>A node's agent as it answered.</summary>
/// <param name="Name">The node.</param>
/// <param name="AnonymousCode">What it answered to a request without credentials; 0: it cannot be reached from here.</param>
/// <param name="IsReadOnlyPortOpen">The port 10255 answers.</param>
/// <param name="SpeaksOldTls">It speaks TLS below 1.2.</param>
public sealed record CisNode(string Name, int AnonymousCode, bool IsReadOnlyPortOpen, bool SpeaksOldTls);
