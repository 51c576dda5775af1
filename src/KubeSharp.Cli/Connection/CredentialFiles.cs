using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Connection;

/// <summary>What is wrong with the credentials of a kubeconfig before they are used.</summary>
internal static class CredentialFiles
{
    private static readonly (string Field, bool InUser, string Name)[] _files = [("client-certificate", true, "client-cert"), ("client-key", true, "client-key"), ("certificate-authority", false, "certificate-authority")];

    /// <summary>Checks that there is one way to say who one is, and that files that are named can be read.</summary>
    /// <param name="before">What stands before the one file that is missing.</param>
    /// <exception cref="CliException">There are several, or a file is missing.</exception>
    public static void Check(ObjectNode cluster, string clusterName, ObjectNode user, string userName, string before)
    {
        string[] ways = [.. Has(user, "token") ? ["token"] : Array.Empty<string>(), .. Has(user, "username") ? ["basicAuth"] : Array.Empty<string>()];
        if (ways.Length > 1) { throw new CliException($"more than one authentication method found for {userName}; found [{string.Join(' ', ways)}], only one is allowed"); }
        var wrong = _files.Where(f => (f.InUser ? user : cluster).TextAt(f.Field) is { Length: > 0 } path && (f.InUser ? user : cluster).TextAt(f.Field + "-data") is null or "" && !File.Exists(path))
            .Select(f => $"unable to read {f.Name} {(f.InUser ? user : cluster).TextAt(f.Field)} for {(f.InUser ? userName : clusterName)} due to open {(f.InUser ? user : cluster).TextAt(f.Field)}: no such file or directory").ToArray();
        if (wrong.Length == 0) { CheckPem(cluster, user); }
        if (wrong.Length == 1 && before.Length > 0) { throw new CliException(before + wrong[0], isPlain: true); }
        Refuse(wrong);
    }

    /// <summary>Refuses a kubeconfig for what is wrong in it; where nothing is, it is well.</summary>
    /// <exception cref="CliException">Something is wrong.</exception>
    public static void Refuse(IReadOnlyList<string> wrong)
    {
        if (wrong.Count == 1) { throw new CliException(wrong[0]); }
        if (wrong.Count > 1) { throw new CliException($"Error in configuration: \n{string.Join('\n', wrong.Select(static w => $"* {w}"))}", isPlain: true); }
    }

    private static void CheckPem(ObjectNode cluster, ObjectNode user)
    {
        if (!IsPem(user, "client-certificate")) { throw new CliException("Unable to connect to the server: tls: failed to find any PEM data in certificate input", isPlain: true); }
        if (!IsPem(cluster, "certificate-authority")) { throw new CliException("unable to load root certificates: unable to parse bytes as PEM block"); }
    }

    // What is not named is well.
    private static bool IsPem(ObjectNode entry, string field) =>
        (Has(entry, field + "-data") ? Encoding.UTF8.GetString(Convert.FromBase64String(entry.TextAt(field + "-data")!)) : Has(entry, field) ? File.ReadAllText(entry.TextAt(field)!) : "-----BEGIN").Contains("-----BEGIN", StringComparison.Ordinal);

    private static bool Has(ObjectNode user, string field) => user.TextAt(field) is { Length: > 0 };
}
