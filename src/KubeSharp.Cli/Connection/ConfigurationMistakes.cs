using System.Text;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Connection;

/// <summary>What is wrong with what a kubeconfig and flags say of a cluster and a user, before either is used.</summary>
internal static class ConfigurationMistakes
{
    private static readonly (string Field, string Name)[] _files = [("client-certificate", "client-cert"), ("client-key", "client-key")];

    /// <summary>Refuses what cannot be used; all mistakes are told together.</summary>
    /// <param name="cluster">The cluster's entry, flags applied.</param>
    /// <param name="clusterName">Its name.</param>
    /// <param name="user">The user's entry, flags applied.</param>
    /// <param name="userName">Its name.</param>
    /// <param name="before">What stands before a mistake that is the only one.</param>
    /// <exception cref="CliException">Something is wrong.</exception>
    public static void Refuse(ObjectNode cluster, string clusterName, ObjectNode user, string userName, string before)
    {
        string[] wrong = [.. OfUser(user, userName), .. OfCluster(cluster, clusterName)];
        if (wrong.Length == 1)
        {
            // Compat: only files that are missing are told of in that way.
            var isPlain = before.Length > 0 && wrong[0].StartsWith("unable to read ", StringComparison.Ordinal);
            throw new CliException((isPlain ? before : "") + wrong[0], isPlain: isPlain);
        }
        if (wrong.Length > 1) { throw new CliException($"Error in configuration: \n{string.Join('\n', wrong.Select(static w => $"* {w}"))}", isPlain: true); }
    }

    /// <summary>Refuses certificates that are none.</summary>
    /// <exception cref="CliException">One is none.</exception>
    public static void RefusePem(ObjectNode cluster, ObjectNode user)
    {
        if (cluster.At("insecure-skip-tls-verify") is BooleanNode { Value: true } && (Has(cluster, "certificate-authority") || Has(cluster, "certificate-authority-data"))) { throw new CliException("specifying a root certificates file with the insecure flag is not allowed"); }
        if (!IsPem(user, "client-certificate")) { throw new CliException("Unable to connect to the server: tls: failed to find any PEM data in certificate input", isPlain: true); }
        if (!IsPem(cluster, "certificate-authority")) { throw new CliException("unable to load root certificates: unable to parse bytes as PEM block"); }
    }

    private static IEnumerable<string> OfUser(ObjectNode user, string name)
    {
        if (Has(user, "client-certificate") || Has(user, "client-certificate-data"))
        {
            if (Has(user, "client-certificate") && Has(user, "client-certificate-data")) { yield return $"client-cert-data and client-cert are both specified for {name}. client-cert-data will override."; }
            if (Has(user, "client-key") && Has(user, "client-key-data")) { yield return $"client-key-data and client-key are both specified for {name}; client-key-data will override"; }
            if (!Has(user, "client-key") && !Has(user, "client-key-data")) { yield return $"client-key-data or client-key must be specified for {name} to use the clientCert authentication method."; }
            foreach (var (field, word) in _files)
            {
                if (Missing(user, field) is { } path) { yield return $"unable to read {word} {path} for {name} due to open {path}: no such file or directory"; }
            }
        }
        if (user["exec"] is ObjectNode program)
        {
            if (user["auth-provider"] is ObjectNode) { yield return $"authProvider cannot be provided in combination with an exec plugin for {name}"; }
            foreach (var wrong in ExecCredential.Mistakes(program, name)) { yield return wrong; }
        }
        if (Has(user, "token") && (Has(user, "username") || Has(user, "password"))) { yield return $"more than one authentication method found for {name}; found [token basicAuth], only one is allowed"; }
        if (!Has(user, "as") && (Has(user, "as-uid") || user["as-groups"] is ArrayNode { Count: > 0 } || user["as-user-extra"] is ObjectNode { Count: > 0 })) { yield return $"requesting uid, groups or user-extra for {name} without impersonating a user"; }
    }

    private static IEnumerable<string> OfCluster(ObjectNode cluster, string name)
    {
        if (Has(cluster, "proxy-url") && ProxyMistake(cluster.TextAt("proxy-url")!) is { Length: > 0 } mistake) { yield return $"invalid 'proxy-url' {QuotedText.Go(cluster.TextAt("proxy-url")!)} for cluster {QuotedText.Go(name)}: {mistake}"; }
        if (Has(cluster, "certificate-authority") && Has(cluster, "certificate-authority-data")) { yield return $"certificate-authority-data and certificate-authority are both specified for {name}. certificate-authority-data will override."; }
        if (Missing(cluster, "certificate-authority") is { } path) { yield return $"unable to read certificate-authority {path} for {name} due to open {path}: no such file or directory"; }
    }

    private static string ProxyMistake(string address)
    {
        var scheme = address.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && address[..colon].All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.') && char.IsAsciiLetter(address[0]) ? address[..colon].ToLowerInvariant() : "";
        if (scheme is "http" or "https" or "socks5") { return Uri.TryCreate(address, UriKind.Absolute, out _) ? "" : $"could not parse: {address}"; }
        return scheme.Length == 0 && address.Contains(':', StringComparison.Ordinal) ? $"could not parse: {address}" : $"unsupported scheme {QuotedText.Go(scheme)}, must be http, https, or socks5";
    }

    private static string? Missing(ObjectNode entry, string field) => entry.TextAt(field) is { Length: > 0 } path && !Path.Exists(path) ? path : null;

    // What is not named is well.
    private static bool IsPem(ObjectNode entry, string field) =>
        (Has(entry, field + "-data") ? Encoding.UTF8.GetString(Convert.FromBase64String(entry.TextAt(field + "-data")!)) : Has(entry, field) ? File.ReadAllText(entry.TextAt(field)!) : "-----BEGIN").Contains("-----BEGIN", StringComparison.Ordinal);

    private static bool Has(ObjectNode entry, string field) => entry.TextAt(field) is { Length: > 0 };
}
