namespace KubeSharp.Hosting.Processes;

/// <summary>The machine's own certificate authorities.</summary>
public static class SystemTrust
{
    /// <summary>
    /// Ignores them in this process: reading them costs 60 ms as soon as any certificate chain is built, and a cluster trusts only its own
    /// authority. Must be called before the first use of cryptography; does nothing for who set SSL_CERT_DIR or SSL_CERT_FILE.
    /// </summary>
    public static void Ignore()
    {
        // The runtime keeps its own copy of the environment: OpenSSL sees only what setenv sets.
        foreach (var name in (ReadOnlySpan<string>)["SSL_CERT_DIR", "SSL_CERT_FILE"]) { _ = LibC.setenv(name, "/dev/null/none", 0); }
    }
}
