namespace KubeSharp.Hosting.Processes;

/// <summary>The machine's own certificate authorities.</summary>
public static class SystemTrust
{
    /// <summary>
    /// Keeps the cryptography library of this process from reading them, which costs 60 to 120 ms and a megabyte as soon as any certificate chain is built, whoever is trusted: who needs them asks
    /// <see cref="Pki.Certificates.SystemRoots"/>. Must be called before the first use of cryptography.
    /// </summary>
    public static void Ignore()
    {
        // The runtime takes its copy of the environment now: only the library sees what setenv sets, neither this program nor those that it starts.
        _ = Environment.GetEnvironmentVariables();
        foreach (var name in (ReadOnlySpan<string>)["SSL_CERT_DIR", "SSL_CERT_FILE"]) { _ = LibC.setenv(name, "/dev/null/none", 1); }
    }
}
