using System.Collections.Immutable;

namespace KubeSharp.Cli.Cis;

/// <summary>Section 1.1: files of the control plane.</summary>
public static class FileChecks
{
    private const int OwnerOnly = 0x180; // 600
    private const int OwnerFolder = 0x1c0; // 700
    private const int Readable = 0x1a4; // 644

    /// <summary>All of them.</summary>
    public static ImmutableArray<CisCheck> All { get; } =
    [
        new("1.1.11", "The data directory of the store is open to its owner only (700)", static f => f.DataFolder is { } folder ? CisVerdict.Of(folder.IsWithin(OwnerFolder), Said(folder)) : Elsewhere, "chmod 700 DATA_DIRECTORY"),
        new("1.1.13", "Kubeconfigs with the administrator's credentials are open to their owner only (600)", static f => Within(f.Kubeconfigs, OwnerOnly), "chmod 600 KUBECONFIG"),
        new("1.1.14", "Kubeconfigs with the administrator's credentials are root's", static f => Roots(f.Kubeconfigs), "chown root:root KUBECONFIG"),
        new("1.1.19", "Certificates and keys are root's", static f => Roots(f.Pki), "chown -R root:root PKI_DIRECTORY"),
        new("1.1.20", "Certificates may be written by their owner only (644)", static f => Within([.. f.Pki.Where(static p => p.Path.EndsWith(".crt", StringComparison.Ordinal))], Readable), "chmod 644 PKI_DIRECTORY/*.crt"),
        new("1.1.21", "Keys are open to their owner only (600)", static f => Within([.. f.Pki.Where(static p => p.Path.EndsWith(".key", StringComparison.Ordinal))], OwnerOnly), "chmod 600 PKI_DIRECTORY/*.key"),
    ];

    private static CisVerdict Elsewhere => new(CisOutcome.Warn, "not on this machine");

    private static string Said(CisFile file) => $"{file.Path} is {Convert.ToString((int)file.Mode, 8)}";

    private static CisVerdict Within(ImmutableArray<CisFile> files, int octal)
    {
        if (files.IsEmpty) { return Elsewhere; }
        var wide = files.Where(f => !f.IsWithin(octal)).Select(Said).ToArray();
        return CisVerdict.Of(wide.Length == 0, CisFacts.Some(wide));
    }

    private static CisVerdict Roots(ImmutableArray<CisFile> files)
    {
        if (files.IsEmpty) { return Elsewhere; }
        var others = files.Where(static f => !f.IsRoots).Select(static f => f.Path).ToArray();
        return CisVerdict.Look(others.Length == 0, CisFacts.Some(others));
    }
}
